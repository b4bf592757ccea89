package dev.granary.fetchverify.config;

import dev.granary.fetchverify.settings.Section;
import dev.granary.fetchverify.settings.Section.Entry;
import dev.granary.fetchverify.settings.Section.Value;
import dev.granary.fetchverify.settings.Settings;
import dev.granary.fetchverify.settings.SettingsReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/** Reads {@code granary.toml}. */
public final class SettingsFile {
    private static final long LARGEST = 1024 * 1024;

    private SettingsFile() {}

    /**
     * Reads the settings in {@code file}, with what the environment says on top.
     *
     * @throws IOException when the file can't be read
     * @throws IllegalArgumentException when it makes no sense; its message is a sentence for a person, with the line
     */
    public static Settings read(Path file, Map<String, String> environment) throws IOException {
        if (Files.size(file) > LARGEST) {
            throw new IllegalArgumentException(file + " is larger than 1 MiB: that is no settings file.");
        }
        return parse(Files.readString(file), file.toString(), environment);
    }

    /**
     * Reads settings from {@code toml}.
     *
     * @param source what sentences call the text
     */
    static Settings parse(String toml, String source, Map<String, String> environment) {
        TomlParseResult result = Toml.parse(toml);
        if (result.hasErrors()) {
            TomlParseError first = result.errors().getFirst();
            String message =
                    String.valueOf(first.getMessage()).lines().findFirst().orElse("it is no TOML");
            throw new IllegalArgumentException(
                    source + " line " + first.position().line() + ": " + message + ".");
        }
        return SettingsReader.read(section(source, "", result), environment);
    }

    private static Section section(String source, String name, TomlTable table) {
        Map<String, Entry> entries = new HashMap<>();
        for (String key : table.keySet()) {
            String full = name.isEmpty() ? key : name + "." + key;
            @Nullable TomlPosition position = table.inputPositionOf(List.of(key));
            Value value = value(source, full, table.get(List.of(key)));
            entries.put(key, new Entry(value, position == null ? 0 : position.line()));
        }
        return new Section(source, name, entries);
    }

    private static Value value(String source, String name, @Nullable Object value) {
        return switch (value) {
            case String text -> new Value.Text(text);
            case Boolean on -> new Value.Flag(on);
            case TomlTable table -> new Value.Table(section(source, name, table));
            case TomlArray array -> values(source, name, array);
            case null, default -> new Value.Other();
        };
    }

    private static Value values(String source, String name, TomlArray array) {
        List<String> texts = new ArrayList<>();
        List<Section> sections = new ArrayList<>();
        for (Object element : array.toList()) {
            if (element instanceof String text) {
                texts.add(text);
            }
            if (element instanceof TomlTable table) {
                sections.add(section(source, name, table));
            }
        }
        if (texts.size() == array.size()) {
            return new Value.Texts(texts);
        }
        return sections.size() == array.size() ? new Value.Tables(sections) : new Value.Other();
    }
}
