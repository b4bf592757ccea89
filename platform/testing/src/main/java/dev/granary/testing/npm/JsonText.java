package dev.granary.testing.npm;

import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes maps, iterables, strings, numbers and booleans as JSON, in the order they come. */
final class JsonText {
    private JsonText() {}

    static String of(@Nullable Object value) {
        StringBuilder text = new StringBuilder();
        write(text, value);
        return text.toString();
    }

    private static void write(StringBuilder text, @Nullable Object value) {
        switch (value) {
            case null -> text.append("null");
            case Map<?, ?> map -> writeMap(text, map);
            case Iterable<?> items -> writeItems(text, items);
            case Number number -> text.append(number);
            case Boolean flag -> text.append(flag.booleanValue());
            default -> writeString(text, value.toString());
        }
    }

    private static void writeMap(StringBuilder text, Map<?, ?> map) {
        text.append('{');
        Iterator<? extends Map.Entry<?, ?>> entries = map.entrySet().iterator();
        while (entries.hasNext()) {
            Map.Entry<?, ?> entry = entries.next();
            writeString(text, String.valueOf(entry.getKey()));
            text.append(':');
            write(text, entry.getValue());
            text.append(entries.hasNext() ? "," : "");
        }
        text.append('}');
    }

    private static void writeItems(StringBuilder text, Iterable<?> items) {
        text.append('[');
        Iterator<?> rest = items.iterator();
        while (rest.hasNext()) {
            write(text, rest.next());
            text.append(rest.hasNext() ? "," : "");
        }
        text.append(']');
    }

    private static void writeString(StringBuilder text, String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (c < ' ') {
                text.append("\\u00").append(Character.forDigit(c >> 4, 16)).append(Character.forDigit(c & 15, 16));
            } else {
                text.append(c);
            }
        }
        text.append('"');
    }
}
