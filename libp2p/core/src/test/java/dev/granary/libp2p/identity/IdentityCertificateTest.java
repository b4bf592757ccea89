package dev.granary.libp2p.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.P2pException;
import dev.granary.libp2p.RandomBytes;
import dev.granary.libp2p.multiformats.PeerId;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class IdentityCertificateTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final PrivateKey HOST = PrivateKey.ofEd25519Seed(new byte[32]);
    private static final KeyHalves KEY = EcdsaKeys.generate(RANDOM);
    private static final byte[] ECDSA_SHA256 = HexFormat.of().parseHex("300a06082a8648ce3d040302");
    private static final byte[] NO_NAME = DerWriter.sequence();

    @ParameterizedTest
    @EnumSource(KeyType.class)
    void provesThePeerThatItWasIssuedFor(KeyType type) throws P2pException {
        // Given
        PrivateKey host = PrivateKey.generate(type, RANDOM);

        // When
        IdentityCertificate certificate = IdentityCertificate.issue(host, RANDOM, NOW);

        // Then
        assertThat(IdentityCertificate.verify(List.of(certificate.der()), NOW)).isEqualTo(host.publicKey());
    }

    @Test
    void isOneThatStrictLibrariesTake() throws Exception {
        // When
        IdentityCertificate certificate = IdentityCertificate.issue(HOST, RANDOM, NOW);

        // Then
        var parsed = certificate.certificate();
        assertThatCode(() -> parsed.verify(parsed.getPublicKey())).doesNotThrowAnyException();
        assertThat(parsed.getIssuerX500Principal().getName()).isEqualTo("O=libp2p.io");
        assertThat(parsed.getSubjectX500Principal()).isEqualTo(parsed.getIssuerX500Principal());
        assertThat(parsed.getCriticalExtensionOIDs()).isEmpty();
        assertThat(parsed.getNonCriticalExtensionOIDs()).containsExactly("1.3.6.1.4.1.53594.1.1");
        assertThat(parsed.getNotBefore()).isEqualTo(NOW.minus(Duration.ofHours(1)));
        assertThat(parsed.getSerialNumber()).isPositive();
        assertThat(certificate.privateKey().getAlgorithm()).isEqualTo("EC");
    }

    @Test
    void isTakenWithEmptyNamesAndACriticalExtensionOfOurs() throws P2pException {
        assertThat(IdentityCertificate.verify(List.of(sample().critical().der()), NOW))
                .isEqualTo(HOST.publicKey());
    }

    @Test
    void anotherPeerThanTheExpectedOneIsRefused() throws P2pException {
        // Given
        List<byte[]> chain = List.of(sample().der());
        PeerId other = PrivateKey.generate(KeyType.ED25519, RANDOM).publicKey().peerId();

        // Then
        assertThat(IdentityCertificate.verify(
                        chain, NOW, Optional.of(HOST.publicKey().peerId())))
                .isEqualTo(HOST.publicKey());
        assertRefused(P2pError.WRONG_PEER, () -> IdentityCertificate.verify(chain, NOW, Optional.of(other)));
    }

    @Test
    void noneAndTwoAreRefused() {
        byte[] der = sample().der();
        assertRefused(P2pError.PROTOCOL_VIOLATION, () -> IdentityCertificate.verify(List.of(), NOW));
        assertRefused(P2pError.PROTOCOL_VIOLATION, () -> IdentityCertificate.verify(List.of(der, der), NOW));
    }

    @Test
    void isRefusedBeforeAndAfterItsTime() throws P2pException {
        // Given
        List<byte[]> chain =
                List.of(sample().valid("250101000000Z", "20260101000000Z").der());

        // Then
        assertThat(IdentityCertificate.verify(chain, NOW)).isEqualTo(HOST.publicKey());
        assertRefused(P2pError.UNAUTHENTICATED, () -> IdentityCertificate.verify(chain, NOW.plusSeconds(1)));
        assertRefused(
                P2pError.UNAUTHENTICATED,
                () -> IdentityCertificate.verify(chain, Instant.parse("2024-12-31T23:59:59Z")));
    }

    @Test
    void isRefusedWhenItIsNotSignedByItself() {
        // Given
        byte[] der = sample().der();
        der[der.length - 1] ^= 1;

        // Then
        assertRefused(P2pError.UNAUTHENTICATED, () -> IdentityCertificate.verify(List.of(der), NOW));
    }

    @Test
    void isRefusedWithoutThePeersWord() {
        // Given
        KeyHalves otherKey = EcdsaKeys.generate(RANDOM);
        byte[] unsigned = sample().without().der();
        byte[] forAnotherKey = sample().extension(IdentityCertificate.signedKey(HOST, otherKey.publicData()))
                .der();
        byte[] twice =
                sample().critical().plus(CertificateExtensions.LIBP2P, false).der();

        // Then
        assertRefused(P2pError.UNAUTHENTICATED, () -> IdentityCertificate.verify(List.of(unsigned), NOW));
        assertRefused(P2pError.UNAUTHENTICATED, () -> IdentityCertificate.verify(List.of(forAnotherKey), NOW));
        assertRefused(P2pError.MALFORMED, () -> IdentityCertificate.verify(List.of(twice), NOW));
    }

    @Test
    void isRefusedWithACriticalExtensionThatIsNotOursAndTakenWithAnotherOne() throws P2pException {
        // Given
        byte[] basicConstraints = HexFormat.of().parseHex("0603551d13");
        byte[] plain = sample().plus(basicConstraints, false).der();
        byte[] critical = sample().plus(basicConstraints, true).der();

        // Then
        assertThat(IdentityCertificate.verify(List.of(plain), NOW)).isEqualTo(HOST.publicKey());
        assertRefused(P2pError.NOT_SUPPORTED, () -> IdentityCertificate.verify(List.of(critical), NOW));
    }

    @Test
    void survivesAnyBytes() {
        List<byte[]> samples = List.of(
                sample().der(), IdentityCertificate.issue(HOST, RANDOM, NOW).der());
        RandomBytes.assertOnlyTypedFailures(51, samples, bytes -> IdentityCertificate.verify(List.of(bytes), NOW));
    }

    private static void assertRefused(P2pError error, ThrowingCallable verification) {
        assertThatThrownBy(verification).isInstanceOfSatisfying(P2pException.class, e -> assertThat(e.error())
                .isEqualTo(error));
    }

    private static Sample sample() {
        return new Sample();
    }

    /** A certificate as js and rust make it, with empty names, and bent on demand. */
    private static final class Sample {
        private final List<byte[]> extensions = new ArrayList<>();
        private byte[] signedKey = IdentityCertificate.signedKey(HOST, KEY.publicData());
        private String from = "250101000000Z";
        private String until = "20991231235959Z";
        private boolean critical;
        private boolean named = true;

        Sample valid(String notBefore, String notAfter) {
            from = notBefore;
            until = notAfter;
            return this;
        }

        Sample extension(byte[] value) {
            signedKey = value;
            return this;
        }

        Sample critical() {
            critical = true;
            return this;
        }

        Sample without() {
            named = false;
            return this;
        }

        Sample plus(byte[] id, boolean isCritical) {
            extensions.add(extension(id, isCritical, DerWriter.sequence()));
            return this;
        }

        byte[] der() {
            List<byte[]> all = new ArrayList<>(extensions);
            if (named) {
                all.add(extension(CertificateExtensions.LIBP2P, critical, signedKey));
            }
            byte[] list = DerWriter.sequence(all.toArray(byte[][]::new));
            byte[] content = DerWriter.sequence(
                    DerWriter.value(DerReader.context(0), DerWriter.integer(BigInteger.TWO)),
                    DerWriter.integer(BigInteger.ONE),
                    ECDSA_SHA256,
                    NO_NAME,
                    DerWriter.sequence(time(DerReader.UTC_TIME, from), time(DerReader.GENERALIZED_TIME, until)),
                    NO_NAME,
                    KEY.publicData(),
                    DerWriter.value(DerReader.context(3), list));
            return new CertificateBuilder(KEY).sign(content);
        }

        private static byte[] extension(byte[] id, boolean critical, byte[] value) {
            byte[] flag = critical ? DerWriter.value(DerReader.BOOLEAN, new byte[] {(byte) 0xff}) : new byte[0];
            return DerWriter.sequence(id, flag, DerWriter.octets(value));
        }

        private static byte[] time(int tag, String text) {
            return DerWriter.value(tag, text.getBytes(StandardCharsets.US_ASCII));
        }
    }
}
