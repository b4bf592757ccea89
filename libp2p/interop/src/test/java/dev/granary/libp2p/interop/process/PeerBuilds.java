package dev.granary.libp2p.interop.process;

import dev.granary.libp2p.interop.process.PeerProgram.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * Builds the peers that we did not write, each once a run: copied to the build's output folder and built there by npm,
 * go or cargo, of the exact versions that the peer's own files name.
 */
final class PeerBuilds {
    private static final Path SOURCES = Path.of("peers").toAbsolutePath();
    static final Path OUTPUT = Path.of("target", "peers").toAbsolutePath();
    private static final Map<String, Build> DONE = new HashMap<>();

    private PeerBuilds() {}

    /** How a build went: something to run, or the reason why there is nothing. */
    private sealed interface Build {
        record Built(Command command) implements Build {}

        record Missing(String reason) implements Build {}

        /** The tools are there and yet it did not work. */
        record Failed(String reason) implements Build {}
    }

    static Command js() {
        return once("js", PeerBuilds::buildJs);
    }

    static Command go() {
        return once("go", PeerBuilds::buildGo);
    }

    static Command rust() {
        return once("rust", PeerBuilds::buildRust);
    }

    private static synchronized Command once(String name, Supplier<Build> build) {
        return switch (DONE.computeIfAbsent(name, ignored -> build.get())) {
            case Build.Built(Command command) -> command;
            case Build.Missing(String reason) -> Assumptions.abort("not run: " + reason);
            case Build.Failed(String reason) -> onFailure(reason);
        };
    }

    /** A desk may be offline; the build server may not, and what it did not run nobody would notice. */
    private static Command onFailure(String reason) {
        if (System.getenv("CI") != null) {
            throw new AssertionError(reason);
        }
        return Assumptions.abort("not run: " + reason);
    }

    private static Build buildJs() {
        Optional<Tool> node = Tool.find("node");
        Optional<Tool> npm = Tool.find("npm");
        if (node.isEmpty() || npm.isEmpty()) {
            return new Build.Missing("the js-libp2p peer needs node and npm");
        }
        Path folder = copied("js");
        List<String> install = List.of("ci", "--no-audit", "--no-fund", "--ignore-scripts");
        if (!isInstalled(folder) && !npm.get().run(folder, log("npm-ci"), install)) {
            return new Build.Failed("npm could not install the js-libp2p peer, see " + log("npm-ci"));
        }
        remember(folder);
        String program = node.get().program().toString();
        return new Build.Built(new Command(folder, List.of(program, "--import", "./polyfill.mjs", "peer.mjs")));
    }

    private static Build buildGo() {
        Optional<Tool> go = Tool.find("go");
        if (go.isEmpty()) {
            return new Build.Missing("the go-libp2p peer needs go");
        }
        Path folder = copied("go");
        Path program = folder.resolve("go-peer");
        List<String> arguments = List.of("build", "-mod=mod", "-buildvcs=false", "-o", program.toString(), ".");
        if (!go.get().run(folder, log("go-build"), arguments)) {
            return new Build.Failed("go could not build the go-libp2p peer, see " + log("go-build"));
        }
        return new Build.Built(new Command(folder, List.of(program.toString())));
    }

    private static Build buildRust() {
        Path folder = copied("rust");
        RustBuild build = new RustBuild(folder, log("cargo-build"));
        try {
            Optional<Path> program = build.kept();
            if (program.isEmpty() && !RustBuild.isAskedFor()) {
                return new Build.Missing(RustBuild.howToAsk());
            }
            if (program.isEmpty()) {
                Optional<Tool> cargo = Tool.find("cargo");
                if (cargo.isEmpty()) {
                    return new Build.Missing("the rust-libp2p peer needs cargo");
                }
                program = build.build(cargo.get());
            }
            return program.<Build>map(found -> new Build.Built(new Command(folder, List.of(found.toString()))))
                    .orElseGet(() ->
                            new Build.Failed("cargo could not build the rust-libp2p peer, see " + log("cargo-build")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path log(String name) {
        return OUTPUT.resolve("logs").resolve(name + ".log");
    }

    private static Path copied(String name) {
        Path target = OUTPUT.resolve(name);
        Path source = SOURCES.resolve(name);
        try (Stream<Path> files = Files.walk(source)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = target.resolve(source.relativize(file));
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
            }
            return target;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The copy is made once npm has succeeded, so an equal one means a whole installation. */
    private static boolean isInstalled(Path folder) {
        Path installed = folder.resolve("installed-lock.json");
        try {
            return Files.isRegularFile(installed) && Files.mismatch(installed, folder.resolve("package-lock.json")) < 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void remember(Path folder) {
        try {
            Files.copy(
                    folder.resolve("package-lock.json"),
                    folder.resolve("installed-lock.json"),
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
