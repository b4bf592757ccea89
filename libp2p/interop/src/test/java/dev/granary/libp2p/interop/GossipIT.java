package dev.granary.libp2p.interop;

import static dev.granary.libp2p.interop.process.PeerProgram.GO;
import static dev.granary.libp2p.interop.process.PeerProgram.JAVA;
import static dev.granary.libp2p.interop.process.PeerProgram.JS;
import static dev.granary.libp2p.interop.process.PeerProgram.RUST;

import com.fasterxml.jackson.databind.JsonNode;
import dev.granary.libp2p.interop.process.Deadline;
import dev.granary.libp2p.interop.process.PeerProgram;
import dev.granary.libp2p.interop.process.ScriptedPeer;
import dev.granary.libp2p.interop.process.Setup;
import dev.granary.libp2p.interop.process.Stack;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Messages that several implementations must pass on for them to arrive. */
class GossipIT {
    private static final String TOPIC = "granary.interop";
    private static final Duration SOON = Duration.ofSeconds(30);
    /** More than the size from which peers tell each other what they need not send (IDONTWANT). */
    private static final int LARGE = 5000;

    private final List<ScriptedPeer> peers = new ArrayList<>();

    static Stream<Arguments> lines() {
        return Stream.of(
                Arguments.of(List.of(GO, JS, GO)),
                Arguments.of(List.of(JAVA, JAVA, JAVA)),
                Arguments.of(List.of(JAVA, JS, JAVA)),
                Arguments.of(List.of(JAVA, GO, JAVA)),
                Arguments.of(List.of(JAVA, RUST, JAVA)),
                Arguments.of(List.of(JS, JAVA, GO)),
                Arguments.of(List.of(JS, JAVA, RUST)));
    }

    @AfterEach
    void endProcesses() {
        peers.forEach(ScriptedPeer::close);
    }

    @ParameterizedTest
    @MethodSource("lines")
    void messagesPassAlongALineInBothDirections(List<PeerProgram> programs) {
        // Given
        startSubscribed(programs);
        connect(0, 1);
        connect(2, 1);
        awaitMesh(0, 1);
        awaitMesh(2, 1);

        // When
        byte[] there = text("there");
        byte[] back = noise();
        peers.get(0).publish(TOPIC, there);
        peers.get(2).publish(TOPIC, back);

        // Then
        awaitMessage(1, 0, there);
        awaitMessage(2, 0, there);
        awaitMessage(1, 2, back);
        awaitMessage(0, 2, back);
    }

    @Test
    void everybodyHearsEverybodyInAMixedMesh() {
        // Given
        startSubscribed(List.of(JAVA, JS, GO, JAVA, JS, GO));
        for (int i = 0; i < peers.size(); i++) {
            connect(i, (i + 1) % peers.size());
            connect(i, (i + 2) % peers.size());
        }
        for (int i = 0; i < peers.size(); i++) {
            awaitMesh(i, (i + 1) % peers.size());
        }

        // When
        for (ScriptedPeer each : peers) {
            each.publish(TOPIC, text("from " + each.id()));
        }

        // Then
        for (int receiver = 0; receiver < peers.size(); receiver++) {
            for (int author = 0; author < peers.size(); author++) {
                if (author != receiver) {
                    awaitMessage(
                            receiver, author, text("from " + peers.get(author).id()));
                }
            }
        }
    }

    private void startSubscribed(List<PeerProgram> programs) {
        for (PeerProgram each : programs) {
            ScriptedPeer peer =
                    ScriptedPeer.start(each, Setup.listening(Stack.TCP_NOISE).gossiping());
            peers.add(peer);
            peer.subscribe(TOPIC);
        }
    }

    private void connect(int dialler, int listener) {
        peers.get(dialler).dial(peers.get(listener)).fields();
    }

    /** Until each knows that the other has subscribed, and is in its mesh. */
    private void awaitMesh(int one, int other) {
        Deadline.of(SOON)
                .await(
                        () -> hasInMesh(one, other) && hasInMesh(other, one),
                        () -> peers.get(one) + " has " + peers.get(one).topic(TOPIC) + ", " + peers.get(other) + " has "
                                + peers.get(other).topic(TOPIC));
    }

    private boolean hasInMesh(int one, int other) {
        JsonNode topic = peers.get(one).topic(TOPIC);
        String id = peers.get(other).id();
        return ScriptedPeer.texts(topic.path("peers")).contains(id)
                && ScriptedPeer.texts(topic.path("mesh")).contains(id);
    }

    private void awaitMessage(int receiver, int author, byte[] data) {
        String digits = HexFormat.of().formatHex(data);
        Deadline.of(SOON)
                .await(
                        () -> countOf(receiver, author, digits) == 1,
                        () -> peers.get(receiver) + " did not hear of " + peers.get(author) + " once, but "
                                + countOf(receiver, author, digits) + " times");
    }

    private long countOf(int receiver, int author, String digits) {
        long count = 0;
        for (JsonNode each : peers.get(receiver).topic(TOPIC).path("messages")) {
            boolean same = each.path("data").asText().equals(digits)
                    && each.path("from").asText().equals(peers.get(author).id());
            count += same ? 1 : 0;
        }
        return count;
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] noise() {
        byte[] bytes = new byte[LARGE];
        new SplittableRandom(1).nextBytes(bytes);
        return bytes;
    }
}
