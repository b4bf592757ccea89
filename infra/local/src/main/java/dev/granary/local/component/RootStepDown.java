package dev.granary.local.component;

import static dev.granary.local.LocalError.COMPONENT_FAILED;

import dev.granary.kernel.GranaryException;
import dev.granary.local.process.EffectiveUser;
import dev.granary.local.process.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** How a server that refuses to be root is started by root. */
sealed interface RootStepDown {
    Duration LIMIT = Duration.ofSeconds(10);
    /** The user and group {@code nobody} of Linux. */
    int NOBODY = 65_534;

    /** What to write before the server's command. */
    List<String> prefix();

    /** Gives {@code files} to the user that the server will be. */
    void own(Path... files) throws IOException;

    /** We are not root: nothing to do. */
    record AsWeAre() implements RootStepDown {
        @Override
        public List<String> prefix() {
            return List.of();
        }

        @Override
        public void own(Path... files) {}
    }

    /** A user namespace without a mapping: the server sees itself as nobody, the files stay root's. */
    record OwnNamespace(Path unshare) implements RootStepDown {
        @Override
        public List<String> prefix() {
            return List.of(unshare.toString(), "--user");
        }

        @Override
        public void own(Path... files) {}
    }

    /** Really nobody, where namespaces are not allowed; may pass every folder above the data, which stay root's. */
    record OtherUser(Path setpriv) implements RootStepDown {
        private static final String CAPABILITIES = "caps=-all,+dac_override";

        @Override
        public List<String> prefix() {
            return List.of(
                    setpriv.toString(),
                    "--reuid=" + NOBODY,
                    "--regid=" + NOBODY,
                    "--clear-groups",
                    "--inh-" + CAPABILITIES,
                    "--ambient-" + CAPABILITIES);
        }

        @Override
        public void own(Path... files) throws IOException {
            for (Path file : files) {
                Files.setAttribute(file, "unix:uid", NOBODY);
                Files.setAttribute(file, "unix:gid", NOBODY);
            }
        }
    }

    /**
     * Finds the way that works here.
     *
     * @throws GranaryException COMPONENT_FAILED when we are root and the system has no way down
     */
    static RootStepDown forPostgres(Path program) {
        if (!EffectiveUser.isRoot()) {
            return new AsWeAre();
        }
        List<RootStepDown> ways = java.util.stream.Stream.concat(
                        Programs.find("unshare").<RootStepDown>map(OwnNamespace::new).stream(),
                        Programs.find("setpriv").<RootStepDown>map(OtherUser::new).stream())
                .toList();
        return ways.stream()
                .filter(way -> Programs.succeeds(
                        java.util.stream.Stream.concat(
                                        way.prefix().stream(),
                                        java.util.stream.Stream.of(program.toString(), "--version"))
                                .toList(),
                        LIMIT))
                .findFirst()
                .orElseThrow(() -> new GranaryException(
                        COMPONENT_FAILED,
                        "PostgreSQL does not run as root, and neither unshare nor setpriv can start " + program
                                + " as another user: run Granary as an ordinary user"));
    }
}
