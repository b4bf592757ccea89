package dev.granary.libp2p.interop.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The rust-libp2p peer. Its build takes minutes, so it is made only where it is asked for ({@code GRANARY_INTEROP_RUST=1}), and
 * kept in the user's cache under the digest of all that goes into it.
 *
 * <p>{@code resolved.lock} is cargo's lock file without the lines that name the registry: the lock is made whole with what
 * cargo itself writes on this machine, and cargo then takes exactly these versions with exactly these digests.
 */
final class RustBuild {
    private static final String ASKED = "GRANARY_INTEROP_RUST";
    private static final String SOURCE = "source = ";

    private final Path folder;
    private final Path log;

    RustBuild(Path folder, Path log) {
        this.folder = folder;
        this.log = log;
    }

    /** The program of an earlier build of the same sources. */
    Optional<Path> kept() throws IOException {
        return Optional.of(cached()).filter(Files::isExecutable);
    }

    static boolean isAskedFor() {
        return "1".equals(System.getenv(ASKED));
    }

    static String howToAsk() {
        return "the rust-libp2p peer is not built on this machine; " + ASKED + "=1 builds it, which takes minutes";
    }

    /** Builds the program with {@code cargo}, and keeps it. */
    Optional<Path> build(Tool cargo) throws IOException {
        Path lock = folder.resolve("Cargo.lock");
        Files.deleteIfExists(lock);
        if (!cargo.run(folder, log, List.of("generate-lockfile"))) {
            return Optional.empty();
        }
        Files.writeString(lock, whole(Files.readString(folder.resolve("resolved.lock")), sourceIn(lock)));
        List<String> arguments = List.of("build", "--release", "--locked", "--target-dir", "output");
        if (!cargo.run(folder, log, arguments)) {
            return Optional.empty();
        }
        Path program = cached();
        Files.createDirectories(program.getParent());
        Path made = Files.createTempFile(program.getParent(), "rust-peer", ".new");
        Files.copy(
                folder.resolve("output/release/granary-rust-peer"),
                made,
                StandardCopyOption.REPLACE_EXISTING,
                StandardCopyOption.COPY_ATTRIBUTES);
        return Optional.of(Files.move(made, program, StandardCopyOption.ATOMIC_MOVE));
    }

    private static String sourceIn(Path lock) throws IOException {
        try (Stream<String> lines = Files.lines(lock)) {
            return lines.filter(line -> line.startsWith(SOURCE)).findFirst().orElseThrow();
        }
    }

    /** Only what comes from the registry has a checksum. */
    private static String whole(String resolved, String source) {
        return resolved.replace("\nchecksum = ", "\n" + source + "\nchecksum = ");
    }

    private Path cached() throws IOException {
        String cache = System.getenv("XDG_CACHE_HOME");
        Path base = cache == null ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(cache);
        return base.resolve(Path.of("granary", "interop", "rust-peer-" + digest()));
    }

    private String digest() throws IOException {
        try (Stream<Path> sources = Files.list(folder.resolve("src"))) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            Stream<Path> named = Stream.of("Cargo.toml", "resolved.lock").map(folder::resolve);
            for (Path each : Stream.concat(named, sources.sorted()).toList()) {
                digest.update(Files.readAllBytes(each));
            }
            return HexFormat.of().formatHex(digest.digest(), 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
