package dev.granary.local.stack;

import dev.granary.local.process.FreePorts;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * The ports of a stack's servers: chosen once, kept from start to start, chosen again when someone has taken one. Safe
 * for threads.
 */
final class PortBook {
    private final Path file;
    private final int reserved;
    private final RandomGenerator random;
    private final Map<String, Integer> ports = new LinkedHashMap<>();

    private PortBook(Path file, int reserved, RandomGenerator random) {
        this.file = file;
        this.reserved = reserved;
        this.random = random;
    }

    /** Finds a free port for each of {@code names}, avoiding {@code reserved}. */
    static PortBook open(DataFolder folder, List<String> names, int reserved, RandomGenerator random)
            throws IOException {
        PortBook book = new PortBook(folder.run("ports"), reserved, random);
        Properties last = read(book.file);
        names.forEach(name -> book.assign(name, Integer.parseInt(last.getProperty(name, "0"))));
        book.write();
        return book;
    }

    /** Where the server called {@code name} listens, or will. */
    synchronized int port(String name) {
        return Objects.requireNonNull(ports.get(name), name);
    }

    /** Chooses another port for a server whose own is taken. */
    synchronized void move(String name) throws IOException {
        ports.put(name, FreePorts.choose(random, taken()));
        write();
    }

    private synchronized void assign(String name, int before) {
        boolean still = before > 0 && !taken().contains(before) && FreePorts.isFree(FreePorts.LOOPBACK, before);
        ports.put(name, still ? before : FreePorts.choose(random, taken()));
    }

    private Set<Integer> taken() {
        Set<Integer> taken = new HashSet<>(ports.values());
        taken.add(reserved);
        return taken;
    }

    private static Properties read(Path file) {
        Properties ports = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            ports.load(reader);
            ports.values().removeIf(port -> !String.valueOf(port).matches("[1-9][0-9]{0,4}"));
        } catch (IOException | IllegalArgumentException e) {
            ports.clear();
        }
        return ports;
    }

    private synchronized void write() throws IOException {
        Properties all = new Properties();
        ports.forEach((name, port) -> all.setProperty(name, port.toString()));
        StringWriter text = new StringWriter();
        all.store(text, null);
        DataFolder.replace(file, text.toString());
    }
}
