package dev.granary.local.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Starts a program as the leader of a session of its own, keeping its process id. */
final class OwnSession {
    /** What to write before a command; empty where the system has neither program. */
    static final List<String> PREFIX = prefix();

    private OwnSession() {}

    private static List<String> prefix() {
        Optional<Path> setsid = Programs.find("setsid");
        if (setsid.isPresent()) {
            return List.of(setsid.get().toString());
        }
        return Programs.find("perl")
                .map(perl -> List.of(perl.toString(), "-e", "use POSIX; POSIX::setsid(); exec @ARGV"))
                .orElse(List.of());
    }
}
