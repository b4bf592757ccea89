package dev.granary.fetchverify.settings;

import static java.util.Objects.requireNonNull;

import dev.granary.kernel.Printable;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One table of the settings file, as whoever parsed the file hands it in. It remembers what was asked of it: what is left
 * in the end is a key that nobody knows.
 *
 * <p>Not safe for threads; read once.
 */
public final class Section {
    /**
     * What stands behind a key.
     *
     * @param line where it stands, from 1
     */
    public record Entry(Value value, int line) {
        public Entry {
            requireNonNull(value, "value");
        }
    }

    /** A value of the file. */
    public sealed interface Value {
        record Text(String text) implements Value {}

        record Flag(boolean on) implements Value {}

        record Texts(List<String> texts) implements Value {
            public Texts {
                texts = List.copyOf(texts);
            }
        }

        record Table(Section section) implements Value {}

        record Tables(List<Section> sections) implements Value {
            public Tables {
                sections = List.copyOf(sections);
            }
        }

        /** Something that no setting is made of, such as a date. */
        record Other() implements Value {}
    }

    private final String source;
    private final String name;
    private final Map<String, Entry> entries;
    private final Set<String> known = new HashSet<>();

    /**
     * @param source what sentences call the file
     * @param name the table's name, as in {@code network}; empty for the whole file
     */
    public Section(String source, String name, Map<String, Entry> entries) {
        this.source = requireNonNull(source, "source");
        this.name = requireNonNull(name, "name");
        this.entries = Map.copyOf(entries);
    }

    /** A file that says nothing. */
    public static Section empty() {
        return new Section("granary.toml", "", Map.of());
    }

    Set<String> keys() {
        return entries.keySet();
    }

    /** The text under {@code key}, read by {@code reader}; what that refuses is refused with key and line. */
    <T> Optional<T> text(String key, Function<String, T> reader) {
        return value(key).map(value -> {
            if (!(value instanceof Value.Text(String text)) || text.isBlank()) {
                throw refusal(key, "needs a text");
            }
            return read(key, reader, text);
        });
    }

    /** The text under {@code key}, which may be empty. */
    Optional<String> textOrEmpty(String key) {
        return value(key).map(value -> {
            if (value instanceof Value.Text(String text)) {
                return text;
            }
            throw refusal(key, "needs a text");
        });
    }

    boolean flag(String key) {
        return value(key)
                .map(value -> {
                    if (value instanceof Value.Flag(boolean on)) {
                        return on;
                    }
                    throw refusal(key, "needs true or false");
                })
                .orElse(false);
    }

    <T> List<T> texts(String key, Function<String, T> reader) {
        return value(key)
                .map(value -> {
                    if (value instanceof Value.Texts(List<String> texts)) {
                        return texts.stream()
                                .map(text -> read(key, reader, text))
                                .toList();
                    }
                    throw refusal(key, "needs a list of texts, as in [\"a\", \"b\"]");
                })
                .orElse(List.of());
    }

    /** The table under {@code key}; an empty one when there is none. */
    Section table(String key) {
        return value(key)
                .map(value -> {
                    if (value instanceof Value.Table(Section section)) {
                        return section;
                    }
                    throw refusal(key, "is a table, written as [" + join(key) + "]");
                })
                .orElseGet(() -> new Section(source, join(key), Map.of()));
    }

    List<Section> tables(String key) {
        return value(key)
                .map(value -> {
                    if (value instanceof Value.Tables(List<Section> sections)) {
                        return sections;
                    }
                    if (value instanceof Value.Texts(List<String> texts) && texts.isEmpty()) {
                        return List.<Section>of();
                    }
                    throw refusal(key, "is a list of tables, each written as [[" + join(key) + "]]");
                })
                .orElse(List.of());
    }

    /** Refuses the first key that nobody asked for. */
    void refuseUnknown() {
        entries.keySet().stream()
                .filter(key -> !known.contains(key))
                .min((a, b) -> Integer.compare(line(a), line(b)))
                .ifPresent(key -> {
                    throw refusal(
                            key,
                            "is not a setting; those here are "
                                    + String.join(", ", known.stream().sorted().toList()));
                });
    }

    /** The exception that refuses what stands under {@code key}, or that nothing stands there. */
    IllegalArgumentException refusal(String key, String why) {
        int line = line(key);
        String where = line > 0 ? source + " line " + line : source;
        return new IllegalArgumentException(where + ": '" + Printable.of(join(key)) + "' " + why + ".");
    }

    private int line(String key) {
        Entry entry = entries.get(key);
        if (entry != null) {
            return entry.line();
        }
        // A missing key is told at the first line of its table.
        return entries.values().stream().mapToInt(Entry::line).min().orElse(0);
    }

    private <T> T read(String key, Function<String, T> reader, String text) {
        try {
            return reader.apply(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    refusal(key, "is not usable: " + e.getMessage()).getMessage(), e);
        }
    }

    private Optional<Value> value(String key) {
        known.add(key);
        @Nullable Entry entry = entries.get(key);
        return Optional.ofNullable(entry).map(Entry::value);
    }

    private String join(String key) {
        return name.isEmpty() ? key : name + "." + key;
    }
}
