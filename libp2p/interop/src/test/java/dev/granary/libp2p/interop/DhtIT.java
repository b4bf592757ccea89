package dev.granary.libp2p.interop;

import static dev.granary.libp2p.interop.process.PeerProgram.GO;
import static dev.granary.libp2p.interop.process.PeerProgram.JAVA;
import static dev.granary.libp2p.interop.process.PeerProgram.JS;
import static dev.granary.libp2p.interop.process.PeerProgram.RUST;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.granary.libp2p.interop.process.Answer;
import dev.granary.libp2p.interop.process.Deadline;
import dev.granary.libp2p.interop.process.PeerProgram;
import dev.granary.libp2p.interop.process.ScriptedPeer;
import dev.granary.libp2p.interop.process.Setup;
import dev.granary.libp2p.interop.process.Stack;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A DHT of ten peers, half of them ours: what one of them says is found by all. */
class DhtIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String DIGEST = "ab".repeat(32);

    private final List<ScriptedPeer> peers = new ArrayList<>();

    static Stream<Arguments> networks() {
        return Stream.of(
                Arguments.of(List.of(JAVA, JS, JAVA, JS, JAVA, JS, JAVA, JS, JAVA, JS)),
                Arguments.of(List.of(JAVA, GO, JAVA, GO, JAVA, GO, JAVA, GO, JAVA, GO)),
                Arguments.of(List.of(JAVA, RUST, JAVA, RUST, JAVA, RUST, JAVA, RUST, JAVA, RUST)));
    }

    @AfterEach
    void endProcesses() {
        peers.forEach(ScriptedPeer::close);
    }

    @ParameterizedTest
    @MethodSource("networks")
    void whatOneSaysIsFoundByAll(List<PeerProgram> programs) {
        // Given
        for (PeerProgram each : programs) {
            peers.add(ScriptedPeer.start(each, Setup.listening(Stack.TCP_NOISE).inDht()));
        }
        for (int i = 1; i < peers.size(); i++) {
            // Two neighbours each, so that the others must be looked for.
            peers.get(i).dial(peers.get(i - 1)).fields();
            peers.get(i).dial(peers.get(i / 2)).fields();
        }
        awaitTables();

        // When
        peers.get(2).provide(DIGEST).fields();
        peers.get(3).provide(DIGEST).fields();
        peers.get(4).put("/granary/ours", "0102").fields();
        peers.get(5).put("/granary/theirs", "0304").fields();

        // Then
        for (ScriptedPeer each : List.of(peers.get(0), peers.get(9), peers.get(8), peers.get(1))) {
            assertFindsProvider(each, peers.get(2));
            assertFindsProvider(each, peers.get(3));
            assertThat(each.value("/granary/ours").fields().path("value").asText())
                    .isEqualTo("0102");
            assertThat(each.value("/granary/theirs").fields().path("value").asText())
                    .isEqualTo("0304");
        }
        assertFindsPeer(peers.get(0), peers.get(9));
        assertFindsPeer(peers.get(9), peers.get(0));
    }

    private void awaitTables() {
        for (ScriptedPeer each : peers) {
            Deadline.of(SOON)
                    .await(
                            () -> each.stats().path("dhtPeers").asInt() >= 2,
                            () -> each + " knows too few: " + each.stats());
        }
    }

    private static void assertFindsProvider(ScriptedPeer seeker, ScriptedPeer provider) {
        Answer found = seeker.find(DIGEST, 10);
        List<String> ids = new ArrayList<>();
        for (JsonNode each : found.fields().path("providers")) {
            ids.add(each.path("peer").asText());
        }
        assertThat(ids).as("providers that %s finds", seeker).contains(provider.id());
    }

    /** rust-libp2p's walks miss our peer now and then and find it when they are asked again; why is not known yet. */
    private static void assertFindsPeer(ScriptedPeer seeker, ScriptedPeer wanted) {
        String listening = wanted.address().replace("/p2p/" + wanted.id(), "");
        Deadline.of(SOON)
                .await(
                        () -> seeker.findPeer(wanted) instanceof Answer.Done found
                                && ScriptedPeer.texts(found.fields().path("addresses")).stream()
                                        .map(each -> each.replace("/p2p/" + wanted.id(), ""))
                                        .anyMatch(listening::equals),
                        () -> seeker + " does not find " + wanted + " at " + listening);
    }
}
