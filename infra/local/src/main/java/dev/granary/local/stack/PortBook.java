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
import java.util.Properties;
import java.util.Set;
import java.util.random.RandomGenerator;

/** The ports of a stack's servers: chosen once, kept from start to start, chosen again when someone has taken one. */
final class PortBook {
    private PortBook() {}

    /** Returns a free port for each of {@code names}, avoiding {@code reserved}. */
    static Map<String, Integer> assign(DataFolder folder, List<String> names, int reserved, RandomGenerator random)
            throws IOException {
        Properties last = read(folder.run("ports"));
        Set<Integer> taken = new HashSet<>(Set.of(reserved));
        Map<String, Integer> ports = new LinkedHashMap<>();
        for (String name : names) {
            int before = Integer.parseInt(last.getProperty(name, "0"));
            boolean still = before > 0 && !taken.contains(before) && FreePorts.isFree(FreePorts.LOOPBACK, before);
            int port = still ? before : FreePorts.choose(random, taken);
            taken.add(port);
            ports.put(name, port);
        }
        write(folder.run("ports"), ports);
        return ports;
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

    private static void write(Path file, Map<String, Integer> ports) throws IOException {
        Properties all = new Properties();
        ports.forEach((name, port) -> all.setProperty(name, port.toString()));
        StringWriter text = new StringWriter();
        all.store(text, null);
        DataFolder.replace(file, text.toString());
    }
}
