package dev.granary.libp2p.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.granary.libp2p.multiformats.Multiaddr;
import dev.granary.libp2p.testkit.Refusal;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Keys, envelopes and certificates that a remote made up. */
class IdentityFuzzTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final PrivateKey ED25519 = PrivateKey.ofEd25519Seed(new byte[32]);
    private static final PrivateKey RSA = generated(KeyType.RSA);

    static Stream<byte[]> publicKeys() {
        return keys().map(key -> key.publicKey().encoded());
    }

    static Stream<byte[]> privateKeys() {
        return keys().map(PrivateKey::encoded);
    }

    static Stream<byte[]> envelopes() {
        PeerRecord record =
                new PeerRecord(ED25519.publicKey().peerId(), 7, List.of(Multiaddr.parse("/ip4/127.0.0.1/tcp/4001")));
        return Stream.of(record.seal(ED25519).encode());
    }

    static Stream<byte[]> certificates() {
        return keys().map(key ->
                IdentityCertificate.issue(key, new SecureRandom(), NOW).der());
    }

    @MethodSource("publicKeys")
    @FuzzTest(maxDuration = "1m")
    void publicKey(byte[] bytes) {
        Refusal.orElse(() -> {
            PublicKey key = PublicKey.decode(bytes);
            assertThat(PublicKey.decode(key.encoded())).isEqualTo(key);
            assertThat(key.verify(new byte[1], bytes)).isFalse();
        });
    }

    @MethodSource("privateKeys")
    @FuzzTest(maxDuration = "1m")
    void privateKey(byte[] bytes) {
        Refusal.orElse(() -> PrivateKey.decode(bytes));
    }

    @MethodSource("envelopes")
    @FuzzTest(maxDuration = "1m")
    void envelope(byte[] bytes) {
        Refusal.orElse(() -> PeerRecord.open(SignedEnvelope.decode(bytes)));
    }

    @MethodSource("certificates")
    @FuzzTest(maxDuration = "1m")
    void certificate(byte[] bytes) {
        Refusal.orElse(() -> IdentityCertificate.verify(List.of(bytes), NOW));
    }

    private static Stream<PrivateKey> keys() {
        return Stream.of(ED25519, generated(KeyType.SECP256K1), generated(KeyType.ECDSA), RSA);
    }

    private static PrivateKey generated(KeyType type) {
        return PrivateKey.generate(type, new SecureRandom());
    }
}
