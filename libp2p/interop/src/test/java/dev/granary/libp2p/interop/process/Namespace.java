package dev.granary.libp2p.interop.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * A network of the kernel's that nobody else is in: one interface, the private address {@link #ADDRESS}, multicast. For what
 * is bound to a port that a machine has only once. Only root can make one.
 */
public final class Namespace implements AutoCloseable {
    /** Where peers in it listen; a private one, since not all announce loopback. */
    public static final String ADDRESS = "10.9.0.1";

    private static final long PATIENCE_SECONDS = 10;

    private final String name;

    private Namespace(String name) {
        this.name = name;
    }

    /** A new network. Aborts the asking test, with the reason, where there can be none. */
    public static Namespace require() {
        Namespace made = new Namespace("granary-" + ProcessHandle.current().pid());
        if (!run("ip", "netns", "add", made.name)) {
            return Assumptions.abort("not run: a network of the test's own needs ip and root");
        }
        boolean ready = made.runInside("ip", "link", "set", "lo", "up")
                && made.runInside("ip", "link", "set", "lo", "multicast", "on")
                && made.runInside("ip", "address", "add", ADDRESS + "/24", "dev", "lo")
                && made.runInside("ip", "route", "add", "224.0.0.0/4", "dev", "lo");
        if (!ready) {
            made.close();
            throw new AssertionError("the new network could not be set up");
        }
        return made;
    }

    /** What a command line begins with for the command to run in it. */
    List<String> prefix() {
        return List.of("ip", "netns", "exec", name);
    }

    private boolean runInside(String... command) {
        String[] line = prefix().toArray(new String[prefix().size() + command.length]);
        System.arraycopy(command, 0, line, prefix().size(), command.length);
        return run(line);
    }

    private static boolean run(String... command) {
        try {
            Process process = new ProcessBuilder(Arrays.asList(command))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .directory(Path.of("").toAbsolutePath().toFile())
                    .start();
            return process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException("interrupted", e));
        }
    }

    @Override
    public void close() {
        run("ip", "netns", "delete", name);
    }
}
