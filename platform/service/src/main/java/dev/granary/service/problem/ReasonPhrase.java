package dev.granary.service.problem;

/** The text after the number in an HTTP/1.1 status line: all that pip, Maven and apt show of an answer. */
public final class ReasonPhrase {
    private static final int LONGEST = 200;

    private ReasonPhrase() {}

    /**
     * Returns {@code text} without anything but printable ASCII, so that nothing in it can end the status line, with
     * white space made single blanks, cut after 200 characters. Empty when nothing is left.
     */
    public static String of(String text) {
        StringBuilder phrase = new StringBuilder(Math.min(text.length(), LONGEST));
        boolean blank = false;
        for (int i = 0; i < text.length() && phrase.length() < LONGEST; i++) {
            char c = text.charAt(i);
            if (c > ' ' && c < 0x7f) {
                if (blank && !phrase.isEmpty()) {
                    phrase.append(' ');
                }
                phrase.append(c);
                blank = false;
            } else if (c <= ' ') {
                blank = true;
            }
        }
        return phrase.length() > LONGEST ? phrase.substring(0, LONGEST) : phrase.toString();
    }
}
