package dev.granary.libp2p.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.P2pException;
import dev.granary.libp2p.RandomBytes;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class SignedEnvelopeTest {
    private static final byte[] TYPE = {3, 2};
    private static final byte[] PAYLOAD = "what is said".getBytes(StandardCharsets.UTF_8);
    private static final PrivateKey KEY = PrivateKey.ofEd25519Seed(new byte[32]);

    @Test
    void givesItsPayloadToWhoNamesTheDomainAndTheType() throws P2pException {
        // Given
        SignedEnvelope envelope = SignedEnvelope.seal(KEY, "a domain", TYPE, PAYLOAD);

        // When
        SignedEnvelope received = SignedEnvelope.decode(envelope.encode());

        // Then
        assertThat(received.signer()).isEqualTo(KEY.publicKey());
        assertThat(received.open("a domain", TYPE)).isEqualTo(PAYLOAD);
    }

    @Test
    void isClosedToEveryOtherPurpose() {
        // Given
        SignedEnvelope envelope = SignedEnvelope.seal(KEY, "a domain", TYPE, PAYLOAD);

        // Then
        assertUnauthenticated(() -> envelope.open("another domain", TYPE));
        assertUnauthenticated(() -> envelope.open("a domain", new byte[] {3, 1}));
    }

    @Test
    void isRefusedWhenAnyByteOfItWasChanged() {
        // Given
        byte[] sound = SignedEnvelope.seal(KEY, "a domain", TYPE, PAYLOAD).encode();

        for (int i = 0; i < sound.length; i++) {
            byte[] bent = sound.clone();
            bent[i] ^= 1;

            // Then
            assertThatThrownBy(() -> SignedEnvelope.decode(bent).open("a domain", TYPE))
                    .isInstanceOf(P2pException.class);
        }
    }

    @Test
    void isSpelledAndSignedAsOtherImplementationsDo() {
        // Given: the signature covers each part behind its length, the field of the signature is the fifth.
        byte[] signed = "\10a domain\2\3\2\14what is said".getBytes(StandardCharsets.UTF_8);

        // When
        byte[] envelope = SignedEnvelope.seal(KEY, "a domain", TYPE, PAYLOAD).encode();

        // Then
        assertThat(envelope).startsWith(0x0a, 36, 8, 1).endsWith(KEY.sign(signed));
        assertThat(envelope[envelope.length - 66]).isEqualTo((byte) 0x2a);
    }

    @Test
    void passesOverFieldsThatItDoesNotKnow() throws P2pException {
        // Given
        byte[] sound = SignedEnvelope.seal(KEY, "a domain", TYPE, PAYLOAD).encode();
        byte[] longer = new byte[sound.length + 2];
        System.arraycopy(sound, 0, longer, 0, sound.length);
        longer[sound.length] = 0x38;
        longer[sound.length + 1] = 5;

        // Then
        assertThat(SignedEnvelope.decode(longer).open("a domain", TYPE)).isEqualTo(PAYLOAD);
    }

    @Test
    void isRefusedWhenItIsTooLarge() {
        assertThatThrownBy(() -> SignedEnvelope.decode(new byte[SignedEnvelope.MAXIMUM_BYTES + 1]))
                .isInstanceOfSatisfying(
                        P2pException.class, e -> assertThat(e.error()).isEqualTo(P2pError.LIMIT));
    }

    @Test
    void survivesAnyBytes() {
        byte[] sound = SignedEnvelope.seal(KEY, "a domain", TYPE, PAYLOAD).encode();
        RandomBytes.assertOnlyTypedFailures(31, List.of(sound), SignedEnvelope::decode);
    }

    private static void assertUnauthenticated(ThrowingCallable opening) {
        assertThatThrownBy(opening).isInstanceOfSatisfying(P2pException.class, e -> assertThat(e.error())
                .isEqualTo(P2pError.UNAUTHENTICATED));
    }
}
