package dev.granary.libp2p.noise;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.granary.libp2p.P2pException;
import dev.granary.libp2p.Role;
import dev.granary.libp2p.identity.PrivateKey;
import dev.granary.libp2p.security.Secured;
import dev.granary.libp2p.simulation.VirtualLoop;
import dev.granary.libp2p.stream.memory.MemoryLink;
import dev.granary.libp2p.stream.memory.MemoryPipe;
import dev.granary.libp2p.testkit.Pieces;
import dev.granary.libp2p.testkit.Recorder;
import dev.granary.libp2p.testkit.Refusal;
import dev.granary.libp2p.testkit.Stages;
import dev.granary.libp2p.testkit.VirtualConformance;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** A remote says anything in a handshake, and claims anything within a good one. */
class NoiseFuzzTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final PrivateKey IDENTITY = PrivateKey.ofEd25519Seed(new byte[32]);
    private static final KeyPair OURS = KeyPair.ofSecret(
            new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 2, 3, 4, 5
            });
    private static final NoiseSecurity SECURITY = new NoiseSecurity(IDENTITY, List.of("/yamux/1.0.0"), RANDOM);

    static Stream<byte[]> payloads() {
        byte[] signature = IDENTITY.sign(StaticIdentity.signed(OURS.publicKey()));
        byte[] key = IDENTITY.publicKey().encoded();
        return Stream.of(
                new NoisePayload(key, signature, List.of("/yamux/1.0.0")).encode(),
                new NoisePayload(key, signature, List.of()).encode(),
                new byte[] {0x22, 0x04, 0x0a, 0x00, 0x12, 0x00});
    }

    static Stream<byte[]> streams() {
        byte[] first = new byte[35];
        first[0] = 7;
        first[2] = 32;
        first[3] = 9;
        return Stream.of(first, new byte[200], new byte[] {1, 0x10, 0x01, 1, 1, 1});
    }

    @MethodSource("payloads")
    @FuzzTest(maxDuration = "1m")
    void payload(byte[] bytes) {
        Refusal.orElse(() -> {
            NoisePayload payload = NoisePayload.decode(bytes);
            NoisePayload again = NoisePayload.decode(payload.encode());
            assertThat(again.identityKey()).isEqualTo(payload.identityKey());
            assertThat(again.signature()).isEqualTo(payload.signature());
            assertThat(again.muxers()).isEqualTo(payload.muxers());
        });
    }

    @MethodSource("streams")
    @FuzzTest(maxDuration = "1m")
    void responding(byte[] bytes) {
        expectFailure(Role.RESPONDER, bytes);
    }

    @MethodSource("streams")
    @FuzzTest(maxDuration = "1m")
    void initiating(byte[] bytes) {
        expectFailure(Role.INITIATOR, bytes);
    }

    @MethodSource("streams")
    @FuzzTest(maxDuration = "1m")
    void messages(byte[] bytes) throws P2pException {
        // Given
        NoiseXX initiator = new NoiseXX(Role.INITIATOR, OURS, KeyPair.generate(RANDOM));
        initiator.write(new byte[0]);

        // Then
        Refusal.orElse(() -> {
            initiator.read(bytes);
            throw new AssertionError("nobody can make up a message that authenticates");
        });
    }

    private static void expectFailure(Role role, byte[] bytes) {
        // Given
        VirtualLoop loop = new VirtualLoop(VirtualConformance.START, 1);
        MemoryPipe pipe = new MemoryPipe(loop, MemoryLink.DIRECT);
        CompletionStage<Secured> outcome = SECURITY.secure(pipe.first(), role, Optional.empty());
        pipe.second().start(new Recorder());

        // When
        Pieces.send(bytes, pipe.second(), loop);

        // Then
        assertThat(Stages.error(outcome)).isPresent();
        assertThat(loop.pending()).isZero();
    }
}
