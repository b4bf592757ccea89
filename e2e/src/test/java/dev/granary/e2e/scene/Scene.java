package dev.granary.e2e.scene;

import dev.granary.e2e.client.ClientHome;
import dev.granary.e2e.stack.Gateway;
import dev.granary.e2e.stack.Stack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.stream.Stream;

/** A running mirror, its upstream, and what there is to install. */
public abstract sealed class Scene implements AutoCloseable permits HermeticScene, RealScene {
    private final Path folder;
    private final Stack stack;
    private final Gateway gateway;

    /** @param flags for {@code up} */
    Scene(String settings, String... flags) {
        try {
            // A mirror of root's runs PostgreSQL as somebody else, who must get through to its folder.
            this.folder = Files.createTempDirectory(
                    "granary-e2e", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx--x--x")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.stack = Stack.start(folder.resolve("data"), settings, flags);
        this.gateway = new Gateway(stack.gateway());
    }

    public abstract Upstream upstream();

    public abstract Catalogue catalogue();

    public Stack stack() {
        return stack;
    }

    public Gateway gateway() {
        return gateway;
    }

    /** A new home in {@code folder} for a client that is pointed at the mirror. */
    public ClientHome clientHome(Path folder) {
        return ClientHome.create(folder, URI.create(stack.gateway() + "/npm/"));
    }

    /** Stops everything; what the mirror wrote is kept only when stopping it failed. */
    @Override
    public void close() {
        gateway.close();
        stack.close();
        upstream().close();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
