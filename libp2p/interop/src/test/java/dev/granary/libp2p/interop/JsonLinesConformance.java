package dev.granary.libp2p.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.granary.libp2p.interop.process.Answer;
import dev.granary.libp2p.interop.process.PeerProcess;
import dev.granary.libp2p.interop.process.PeerProgram;
import dev.granary.libp2p.interop.process.Setup;
import dev.granary.libp2p.interop.process.Stack;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of {@code libp2p/peer/PROTOCOL.md} that hold for every peer program. */
abstract class JsonLinesConformance {
    private static final Duration SOON = Duration.ofSeconds(30);

    private final PeerProgram program;
    private PeerProcess peer;

    JsonLinesConformance(PeerProgram program) {
        this.program = program;
    }

    @BeforeEach
    void startProcess() {
        peer = PeerProcess.start(program);
    }

    @AfterEach
    void endProcess() {
        if (peer != null) {
            peer.close();
        }
    }

    @Test
    void anUnknownOperationIsAnErrorAnswer() {
        // When
        Answer answer = peer.ask("dance", Map.of(), SOON);

        // Then
        assertRefused(answer, "unknown_op");
        assertStillServes();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "not json",
                "[]",
                "{}",
                "{\"op\":\"stats\"}",
                "{\"id\":-1,\"op\":\"stats\"}",
                "{\"id\":\"x\",\"op\":\"stats\"}"
            })
    void aLineThatIsNoRequestIsAnErrorAnswer(String line) {
        // When
        Answer answer = peer.say(line, SOON);

        // Then
        assertRefused(answer, "bad_request");
        assertStillServes();
    }

    @Test
    void aLineThatIsTooLongIsSkipped() {
        // When
        Answer answer = peer.say("{\"id\":1,\"op\":\"" + "x".repeat(200_000) + "\"}", SOON);

        // Then
        assertRefused(answer, "too_long");
        assertStillServes();
    }

    @Test
    void aLineOfTheGreatestLengthIsTaken() {
        // Given
        int rest = "{'padding':'','id':1,'op':'stats','timeoutMillis':30000}\n".length();

        // When
        Answer answer = peer.ask("stats", Map.of("padding", "x".repeat(65_536 - rest)), SOON);

        // Then
        assertRefused(answer, "not_started");
    }

    @Test
    void nothingWorksBeforeTheStart() {
        // When
        Answer answer = peer.ask("dial", Map.of("address", "/ip4/127.0.0.1/tcp/1"), SOON);

        // Then
        assertRefused(answer, "not_started");
    }

    @Test
    void startsOnce() {
        // Given
        start();

        // When
        Answer again = peer.ask("start", Map.of(), SOON);

        // Then
        assertRefused(again, "already_started");
    }

    @Test
    void theKeySeedDecidesThePeerId() {
        // Given
        String seed = "00000000000000000000000000000000000000000000000000000000000000" + "01";

        // When
        String id = peer.ask("start", Map.of("keySeed", seed), SOON)
                .fields()
                .path("peer")
                .asText();

        // Then
        assertThat(id).isEqualTo("12D3KooWEyoppNCUx8Yx66oV9fJnriXwCcXwDDUA2kj6vnc6iDEp");
    }

    @Test
    void aPrivateNetworkWithQuicIsRefused() {
        // When
        Answer answer = peer.ask("start", Map.of("transports", List.of("tcp", "quic"), "psk", "ab".repeat(32)), SOON);

        // Then
        assertRefused(answer, "bad_request");
    }

    @Test
    void aTransportThatDoesNotExistIsRefused() {
        // When
        Answer answer = peer.ask("start", Map.of("transports", List.of("pigeon")), SOON);

        // Then
        assertRefused(answer, "not_supported");
    }

    @Test
    void aPeerWithoutAConnectionIsUnknown() {
        // Given
        start();

        // When
        Answer answer = peer.ask("ping", Map.of("peer", "12D3KooWEyoppNCUx8Yx66oV9fJnriXwCcXwDDUA2kj6vnc6iDEp"), SOON);

        // Then
        assertRefused(answer, "unknown_peer");
    }

    @Test
    void stopEndsTheProcess() {
        // Given
        start();

        // When
        Answer answer = peer.ask("stop", Map.of(), SOON);

        // Then
        assertThat(answer).isInstanceOf(Answer.Done.class);
        assertThat(peer.exitCode(SOON)).isZero();
    }

    @Test
    void theEndOfInputEndsTheProcess() {
        // Given
        start();

        // When
        peer.endInput();

        // Then
        assertThat(peer.exitCode(SOON)).isZero();
    }

    private void start() {
        peer.ask("start", Setup.listening(Stack.TCP_NOISE).fields(), SOON).fields();
    }

    private void assertStillServes() {
        assertRefused(peer.ask("stats", Map.of(), SOON), "not_started");
    }

    private static void assertRefused(Answer answer, String code) {
        assertThat(answer).isInstanceOfSatisfying(Answer.Refused.class, refused -> assertThat(refused.code())
                .isEqualTo(code));
    }
}
