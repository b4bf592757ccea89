package dev.granary.libp2p.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.granary.libp2p.interop.process.Answer;
import dev.granary.libp2p.interop.process.Deadline;
import dev.granary.libp2p.interop.process.PeerProgram;
import dev.granary.libp2p.interop.process.ScriptedPeer;
import dev.granary.libp2p.interop.process.Setup;
import dev.granary.libp2p.interop.process.Stack;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Other implementations ask for more than we give, and we for more than they do. */
class LimitsIT {
    private static final Setup USUAL = Setup.listening(Stack.TCP_NOISE);
    private static final Setup FEW_STREAMS = USUAL.limitedTo(Map.of("streamsPerConnection", 40));
    private static final Setup TWO_CONNECTIONS = USUAL.limitedTo(Map.of("connections", 2));
    private static final int TOO_MANY_STREAMS = 200;
    private static final Duration SOON = Duration.ofSeconds(20);
    /** The codes that tell of a remote which refuses: never a time-out, never a fault of our own. */
    private static final Set<String> REFUSALS = Set.of("reset", "refused", "limit", "closed", "unreachable");

    @ParameterizedTest
    @EnumSource(names = {"JS", "GO", "RUST"})
    void whoOpensTooManyStreamsIsRefusedAndOthersGoOn(PeerProgram program) {
        try (ScriptedPeer ours = ScriptedPeer.start(PeerProgram.JAVA, FEW_STREAMS);
                ScriptedPeer bystander = ScriptedPeer.start(program, USUAL);
                ScriptedPeer greedy = ScriptedPeer.start(program, USUAL)) {
            // Given
            bystander.dial(ours).fields();
            greedy.dial(ours).fields();

            // When
            Answer flood = greedy.echo(ours, 100_000, TOO_MANY_STREAMS);

            // Then
            assertThat(flood).isInstanceOf(Answer.Refused.class);
            assertEchoes(bystander, ours);
            greedy.dial(ours).fields();
            assertEchoes(greedy, ours);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"JS", "GO", "RUST"})
    void whoConnectsBeyondOurLimitIsRefusedAndOthersGoOn(PeerProgram program) {
        assertThirdIsRefused(PeerProgram.JAVA, program);
    }

    @ParameterizedTest
    @EnumSource(names = {"JS", "GO", "RUST"})
    void weAreRefusedConnectionsBeyondTheirLimit(PeerProgram program) {
        assertThirdIsRefused(program, PeerProgram.JAVA);
    }

    private static void assertThirdIsRefused(PeerProgram limited, PeerProgram dialling) {
        try (ScriptedPeer listener = ScriptedPeer.start(limited, TWO_CONNECTIONS);
                ScriptedPeer first = ScriptedPeer.start(dialling, USUAL);
                ScriptedPeer second = ScriptedPeer.start(dialling, USUAL);
                ScriptedPeer third = ScriptedPeer.start(dialling, USUAL)) {
            // Given
            first.dial(listener).fields();
            second.dial(listener).fields();

            // When
            Answer beyond = third.dial(listener);

            // Then
            assertRefused(dialling, beyond, third, listener);
            assertEchoes(first, listener);
            assertEchoes(second, listener);
        }
    }

    /** A listener may hang up before the handshake or right after it: the dialler's handshake is over before the listener's. */
    private static void assertRefused(PeerProgram dialling, Answer answer, ScriptedPeer third, ScriptedPeer listener) {
        switch (answer) {
            case Answer.Refused refused
            when dialling == PeerProgram.JAVA -> assertThat(REFUSALS).contains(refused.code());
            case Answer.Refused _ -> {
                // What others call it is theirs to say.
            }
            case Answer.Done _ ->
                Deadline.of(SOON).await(() -> !third.isConnectedTo(listener), () -> third + " stays connected");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"JS", "GO", "RUST"})
    void weAreRefusedStreamsBeyondTheirLimitAndGoOn(PeerProgram program) {
        try (ScriptedPeer limited = ScriptedPeer.start(program, FEW_STREAMS);
                ScriptedPeer ours = ScriptedPeer.start(PeerProgram.JAVA, USUAL)) {
            // Given
            ours.dial(limited).fields();

            // When
            Answer flood = ours.echo(limited, 100_000, TOO_MANY_STREAMS);

            // Then
            assertThat(flood).isInstanceOfSatisfying(Answer.Refused.class, refused -> assertThat(REFUSALS)
                    .contains(refused.code()));
            // rust-libp2p closes the whole connection, so we may have to come back.
            Deadline.of(SOON)
                    .await(
                            () -> ours.dial(limited) instanceof Answer.Done
                                    && ours.echo(limited, 1000, 1) instanceof Answer.Done,
                            () -> "no echo from " + limited);
        }
    }

    private static void assertEchoes(ScriptedPeer dialler, ScriptedPeer listener) {
        assertThat(dialler.echo(listener, 1000, 1).fields().path("bytes").asLong())
                .isEqualTo(1000);
    }
}
