package dev.granary.libp2p.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.granary.libp2p.interop.process.Answer;
import dev.granary.libp2p.interop.process.PeerProgram;
import dev.granary.libp2p.interop.process.ScriptedPeer;
import dev.granary.libp2p.interop.process.Setup;
import dev.granary.libp2p.interop.process.Stack;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Private networks between implementations: only who has the same key gets in. */
class PrivateNetworkIT {
    private static final String KEY = "5a".repeat(32);
    private static final String OTHER_KEY = "5b".repeat(32);

    static Stream<Cell> cells() {
        Stack stack = Stack.TCP_NOISE;
        return Stream.of(
                        new Cell(PeerProgram.JS, PeerProgram.GO, stack),
                        new Cell(PeerProgram.JAVA, PeerProgram.JS, stack),
                        new Cell(PeerProgram.JAVA, PeerProgram.GO, stack),
                        new Cell(PeerProgram.GO, PeerProgram.RUST, stack),
                        new Cell(PeerProgram.JAVA, PeerProgram.RUST, stack))
                .flatMap(cell -> Stream.of(cell, cell.turned()));
    }

    @ParameterizedTest
    @MethodSource("cells")
    void whoHasTheKeyGetsInAndNobodyElse(Cell cell) {
        // Given
        Setup setup = Setup.listening(cell.stack());
        try (ScriptedPeer listener = ScriptedPeer.start(cell.listener(), setup.inPrivateNetwork(KEY));
                ScriptedPeer member = ScriptedPeer.start(cell.dialler(), setup.inPrivateNetwork(KEY));
                ScriptedPeer stranger = ScriptedPeer.start(cell.dialler(), setup.inPrivateNetwork(OTHER_KEY));
                ScriptedPeer open = ScriptedPeer.start(cell.dialler(), setup)) {

            // When
            Answer ofStranger = stranger.dial(listener);
            Answer ofOpen = open.dial(listener);
            Answer ofMember = member.dial(listener);

            // Then
            assertThat(ofStranger).isInstanceOf(Answer.Refused.class);
            assertThat(ofOpen).isInstanceOf(Answer.Refused.class);
            assertThat(ofMember).isInstanceOf(Answer.Done.class);
            assertThat(member.echo(listener, 1 << 20, 2).fields().path("bytes").asLong())
                    .isEqualTo(2 << 20);
        }
    }
}
