package dev.granary.libp2p.recorded;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one remote said, step by step. As text: a line for each entry, its name and the bytes in hex; {@code peer},
 * {@code agent} and {@code at} in plain text.
 */
public final class Recording {
    private static final List<String> PLAIN = List.of("peer", "agent", "at");

    private final Map<String, String> entries = new LinkedHashMap<>();

    /** The recording of this name among the test's resources. */
    public static Recording load(String name) {
        try (InputStream file = Recording.class.getResourceAsStream("/recorded/" + name + ".txt")) {
            if (file == null) {
                throw new IllegalArgumentException("there is no recording " + name);
            }
            return parse(new String(file.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Recording parse(String text) {
        Recording recording = new Recording();
        text.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
            int space = line.indexOf(' ');
            recording.entries.put(line.substring(0, space), line.substring(space + 1));
        });
        return recording;
    }

    /** What was recorded under names that begin with {@code prefix}, under the rest of these names. */
    Recording below(String prefix) {
        Recording part = new Recording();
        entries.forEach((name, value) -> {
            if (name.startsWith(prefix)) {
                part.entries.put(name.substring(prefix.length()), value);
            }
        });
        return part;
    }

    public void save(Path file) throws IOException {
        StringBuilder text = new StringBuilder();
        entries.forEach(
                (name, value) -> text.append(name).append(' ').append(value).append('\n'));
        Files.writeString(file, text);
    }

    public String peer() {
        return text("peer");
    }

    public String agent() {
        return text("agent");
    }

    /** When it was recorded. */
    public Instant at() {
        return Instant.parse(text("at"));
    }

    private String text(String name) {
        String value = entries.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the recording has no " + name);
        }
        return value;
    }

    public byte[] bytes(String name) {
        return HexFormat.of().parseHex(text(name));
    }

    public void put(String name, String value) {
        entries.put(name, value);
    }

    public void put(String name, byte[] bytes) {
        if (PLAIN.contains(name)) {
            throw new IllegalArgumentException(name + " is plain text");
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        if (entries.containsKey(name)) {
            all.writeBytes(bytes(name));
        }
        all.writeBytes(bytes);
        entries.put(name, HexFormat.of().formatHex(all.toByteArray()));
    }
}
