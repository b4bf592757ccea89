package dev.granary.kernel;

/** Text from outside, made safe for logs, reason phrases and sentences. */
public final class Printable {
    private static final int LONGEST = 200;

    private Printable() {}

    /**
     * Returns {@code text} with everything but printable ASCII written as {@code \}{@code uXXXX}, cut after 200
     * characters: no line breaks, no terminal controls, no bidirectional overrides.
     */
    public static String of(String text) {
        StringBuilder out = new StringBuilder(Math.min(text.length(), LONGEST) + 16);
        for (int i = 0; i < text.length() && i < LONGEST; i++) {
            char c = text.charAt(i);
            if (c >= ' ' && c < 0x7f && c != '\\') {
                out.append(c);
            } else {
                out.append("\\u%04x".formatted((int) c));
            }
        }
        return text.length() > LONGEST ? out.append("...").toString() : out.toString();
    }
}
