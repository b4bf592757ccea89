package dev.granary.local.component;

import static dev.granary.local.LocalError.NOT_BUILT;

import dev.granary.kernel.GranaryException;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The folder in which the build laid out the servers.
 *
 * @param root Granary's root folder
 * @param training whether this run teaches the JVM how to start faster
 */
public record StackHome(Path root, boolean training) {
    /**
     * Finds it by the system property {@code granary.root}, which the launcher and the tests of every module have.
     *
     * @throws GranaryException NOT_BUILT when the property is missing
     */
    public static StackHome locate() {
        String root = System.getProperty("granary.root");
        if (root == null) {
            throw new GranaryException(NOT_BUILT, "the system property granary.root does not tell where Granary is");
        }
        return new StackHome(Path.of(root).toAbsolutePath().normalize(), false);
    }

    /** The same for a training run. */
    public StackHome forTraining() {
        return new StackHome(root, true);
    }

    /** What the JVM learnt of starting our programs. */
    public AotCache aotCache() {
        return new AotCache(root.resolve("infra/local/target/aot"), training);
    }

    /** The archive of PostgreSQL's binaries. */
    public Path postgresArchive() {
        return part("postgres");
    }

    /** The archive that holds one Redis per platform. */
    public Path redisArchive() {
        return part("redis");
    }

    /** Zipkin's executable jar. */
    public Path zipkin() {
        return part("zipkin");
    }

    /** The application of the service {@code name}; may not have been built. */
    Path service(String name) {
        return root.resolve("services").resolve(name).resolve("target/quarkus-app/quarkus-run.jar");
    }

    /** The file that lists Kafka's class path. */
    Path kafka() {
        return part("kafka");
    }

    /** Kafka's class path, of absolute files. */
    public String kafkaClasspath() {
        Path list = kafka();
        try {
            return Stream.of(Files.readString(list).strip().split(":", -1))
                    .map(jar -> list.resolveSibling(jar).toString())
                    .collect(Collectors.joining(java.io.File.pathSeparator));
        } catch (IOException e) {
            throw missing(list, e);
        }
    }

    /** Where archives are unpacked for every stack of this build to share; may not be writable. */
    public Path unpacked() {
        return stack().resolve("unpacked");
    }

    private Path stack() {
        return root.resolve("infra/local/parts/target/stack");
    }

    private Path part(String name) {
        Path list = stack().resolve("stack.properties");
        Properties parts = new Properties();
        try (Reader reader = Files.newBufferedReader(list)) {
            parts.load(reader);
        } catch (IOException e) {
            throw missing(list, e);
        }
        String file = parts.getProperty(name);
        if (file == null) {
            throw new GranaryException(NOT_BUILT, list + " does not name " + name);
        }
        return stack().resolve(file);
    }

    private static GranaryException missing(Path file, IOException cause) {
        return new GranaryException(NOT_BUILT, file + " is missing: build Granary first, with ./granary up", cause);
    }
}
