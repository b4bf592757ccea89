package dev.granary.libp2p.interop;

import com.fasterxml.jackson.databind.JsonNode;
import dev.granary.libp2p.interop.process.Deadline;
import dev.granary.libp2p.interop.process.Namespace;
import dev.granary.libp2p.interop.process.PeerProgram;
import dev.granary.libp2p.interop.process.ScriptedPeer;
import dev.granary.libp2p.interop.process.Setup;
import dev.granary.libp2p.interop.process.Stack;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Neighbours find each other by mDNS, on its own port 5353, in a network made for the test. Among themselves not all of them
 * do: go-libp2p sees no answer without SRV, rust-libp2p none whose TXT is among the answers.
 */
class MdnsIT {
    private static final int PORT = 5353;
    private static final Duration SOON = Duration.ofSeconds(30);

    @ParameterizedTest
    @EnumSource(names = {"JAVA", "JS", "GO", "RUST"})
    void weFindANeighbourAndItFindsUs(PeerProgram program) {
        Setup setup = Setup.listening(Stack.TCP_NOISE).at(Namespace.ADDRESS).findingOthersAt(PORT);
        try (Namespace network = Namespace.require();
                ScriptedPeer ours = ScriptedPeer.start(PeerProgram.JAVA, setup, network);
                ScriptedPeer neighbour = ScriptedPeer.start(program, setup, network)) {
            // Then
            awaitFound(ours, neighbour);
            awaitFound(neighbour, ours);
        }
    }

    private static void awaitFound(ScriptedPeer finder, ScriptedPeer wanted) {
        Deadline.of(SOON)
                .await(
                        () -> hasFound(finder, wanted),
                        () -> finder + " has not found " + wanted + ", but "
                                + finder.peers().path("discovered"));
    }

    private static boolean hasFound(ScriptedPeer finder, ScriptedPeer wanted) {
        for (JsonNode each : finder.peers().path("discovered")) {
            boolean same = each.path("peer").asText().equals(wanted.id());
            if (same && each.path("addresses").toString().contains("/ip4/" + Namespace.ADDRESS + "/tcp/")) {
                return true;
            }
        }
        return false;
    }
}
