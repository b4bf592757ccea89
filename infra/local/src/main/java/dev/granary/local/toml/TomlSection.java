package dev.granary.local.toml;

import static dev.granary.local.LocalError.SETTINGS_INVALID;

import dev.granary.kernel.GranaryException;
import dev.granary.kernel.Printable;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.tomlj.TomlArray;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/**
 * One table of the file. It remembers which of its keys were asked for: what is left in the end is a key that nobody
 * knows.
 */
final class TomlSection {
    private final String source;
    private final String name;
    private final TomlTable table;
    private final Set<String> known = new HashSet<>();

    TomlSection(String source, String name, TomlTable table) {
        this.source = source;
        this.name = name;
        this.table = table;
    }

    /** Returns the text under {@code key}, read by {@code reader}; what that refuses is refused with the line. */
    <T> Optional<T> text(String key, Function<String, T> reader) {
        return value(key, String.class, "a text").map(text -> read(key, text, reader));
    }

    private <T> T read(String key, String text, Function<String, T> reader) {
        try {
            return reader.apply(text);
        } catch (GranaryException e) {
            throw invalid(key, e.detail());
        } catch (IllegalArgumentException e) {
            throw invalid(key, String.valueOf(e.getMessage()));
        }
    }

    Optional<String> text(String key) {
        return text(key, Function.identity());
    }

    Optional<Boolean> flag(String key) {
        return value(key, Boolean.class, "true or false");
    }

    /** Returns the texts under {@code key}, each read by {@code reader}; none without the key. */
    <T> List<T> texts(String key, Function<String, T> reader) {
        return value(key, TomlArray.class, "a list of texts")
                .map(array -> array.toList().stream()
                        .map(element -> {
                            if (element instanceof String text) {
                                return read(key, text, reader);
                            }
                            throw invalid(key, "must be a list of texts");
                        })
                        .toList())
                .orElse(List.of());
    }

    Optional<TomlSection> section(String key) {
        return value(key, TomlTable.class, "a table").map(found -> new TomlSection(source, join(key), found));
    }

    List<TomlSection> sections(String key) {
        return value(key, TomlArray.class, "[[" + key + "]] tables")
                .map(array -> array.toList().stream()
                        .map(element -> {
                            if (element instanceof TomlTable found) {
                                return new TomlSection(source, join(key), found);
                            }
                            throw invalid(key, "must be written as [[" + key + "]] tables");
                        })
                        .toList())
                .orElse(List.of());
    }

    Set<String> keys() {
        return table.keySet();
    }

    private <T> Optional<T> value(String key, Class<T> type, String wanted) {
        known.add(key);
        Object value = table.get(List.of(key));
        if (value == null) {
            return Optional.empty();
        }
        if (!type.isInstance(value)) {
            throw invalid(key, "must be " + wanted);
        }
        return Optional.of(type.cast(value));
    }

    /** Refuses the first key that was never asked for. */
    void refuseUnknown() {
        for (String key : table.keySet()) {
            if (!known.contains(key)) {
                throw invalid(
                        key,
                        "is not a setting; those here are "
                                + String.join(", ", known.stream().sorted().toList()));
            }
        }
    }

    /** Refuses this table as a whole. */
    GranaryException invalid(String what) {
        return new GranaryException(SETTINGS_INVALID, source + line(firstPosition()) + ": [" + name + "] " + what);
    }

    private GranaryException invalid(String key, String what) {
        return new GranaryException(
                SETTINGS_INVALID,
                source + line(table.inputPositionOf(List.of(key))) + ": " + Printable.of(join(key)) + " " + what);
    }

    private @Nullable TomlPosition firstPosition() {
        return table.keySet().stream()
                .map(key -> table.inputPositionOf(List.of(key)))
                .findFirst()
                .orElse(null);
    }

    private static String line(@Nullable TomlPosition position) {
        return position == null ? "" : " line " + position.line();
    }

    private String join(String key) {
        return name.isEmpty() ? key : name + "." + key;
    }
}
