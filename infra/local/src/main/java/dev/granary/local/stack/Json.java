package dev.granary.local.stack;

import java.util.Map;
import java.util.stream.Collectors;

/** Writes the few JSON documents of this module. */
public final class Json {
    private Json() {}

    /** Returns an object of texts, in the map's order. */
    public static String object(Map<String, String> texts) {
        return texts.entrySet().stream()
                .map(entry -> "  " + text(entry.getKey()) + ": " + text(entry.getValue()))
                .collect(Collectors.joining(",\n", "{\n", "\n}\n"));
    }

    /** Returns {@code value} in quotes. */
    public static String text(String value) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < ' ') {
                quoted.append("\\u%04x".formatted((int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }
}
