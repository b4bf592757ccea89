package dev.granary.libp2p.interop.process;

import java.nio.file.Path;
import java.util.List;

/** The implementations that can be started as a scripted peer. */
public enum PeerProgram {
    JAVA,
    JS,
    GO,
    RUST;

    /** How to start it; built first where need be. Aborts the asking test, with the reason, where that is not possible. */
    Command require() {
        return switch (this) {
            case JAVA -> JavaPeer.command();
            case JS -> PeerBuilds.js();
            case GO -> PeerBuilds.go();
            case RUST -> PeerBuilds.rust();
        };
    }

    /** What to run, and where. */
    record Command(Path folder, List<String> line) {
        Command {
            line = List.copyOf(line);
        }
    }
}
