package dev.granary.libp2p.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.P2pException;
import dev.granary.libp2p.RandomBytes;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class KeysTest {
    private static final byte[] MESSAGE = "what is signed".getBytes(StandardCharsets.UTF_8);

    @ParameterizedTest
    @EnumSource(KeyType.class)
    void whatAPrivateKeySignsItsPublicHalfVerifies(KeyType type) throws P2pException {
        // Given
        PrivateKey key = PrivateKey.generate(type, random());
        PublicKey publicKey = PublicKey.decode(key.publicKey().encoded());

        // When
        byte[] signature = key.sign(MESSAGE);

        // Then
        assertThat(publicKey).isEqualTo(key.publicKey()).hasSameHashCodeAs(key.publicKey());
        assertThat(publicKey.type()).isEqualTo(type);
        assertThat(publicKey.verify(MESSAGE, signature)).isTrue();
        assertThat(publicKey.verify(new byte[] {1}, signature)).isFalse();
        assertThat(publicKey.verify(MESSAGE, new byte[0])).isFalse();
        assertThat(publicKey.verify(MESSAGE, new byte[signature.length])).isFalse();
        signature[signature.length / 2] ^= 1;
        assertThat(publicKey.verify(MESSAGE, signature)).isFalse();
    }

    @ParameterizedTest
    @EnumSource(KeyType.class)
    void aStoredKeyIsTheSamePeer(KeyType type) throws P2pException {
        // Given
        PrivateKey key = PrivateKey.generate(type, random());

        // When
        PrivateKey stored = PrivateKey.decode(key.encoded());

        // Then
        assertThat(stored.publicKey().peerId()).isEqualTo(key.publicKey().peerId());
        assertThat(stored.encoded()).isEqualTo(key.encoded());
        assertThat(stored.sign(MESSAGE)).isEqualTo(key.sign(MESSAGE));
        assertThat(stored.toString()).contains(key.publicKey().peerId().toString());
    }

    @Test
    void aSeedIsAlwaysTheSamePeer() {
        // When
        PrivateKey key = PrivateKey.ofEd25519Seed(new byte[32]);

        // Then
        assertThat(key.publicKey().peerId())
                .isEqualTo(PrivateKey.ofEd25519Seed(new byte[32]).publicKey().peerId());
        assertThat(key.publicKey().encoded())
                .asHexString()
                .isEqualToIgnoringCase("080112203b6a27bcceb6a42d62a3a8d02a6f0d73653215771de243a63ac048a18b59da29");
        assertThatThrownBy(() -> PrivateKey.ofEd25519Seed(new byte[31])).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anEd25519KeyWithItsPublicHalfTwiceIsTaken() throws P2pException {
        // Given
        PrivateKey key = PrivateKey.ofEd25519Seed(new byte[32]);
        byte[] pair = Arrays.copyOfRange(key.encoded(), 4, 68);
        byte[] twice = Arrays.copyOf(pair, 96);
        System.arraycopy(pair, 32, twice, 64, 32);

        // Then
        assertThat(PrivateKey.decode(new KeyMessage(KeyType.ED25519, twice).encode())
                        .encoded())
                .isEqualTo(key.encoded());
        twice[95] ^= 1;
        assertThatThrownBy(() -> PrivateKey.decode(new KeyMessage(KeyType.ED25519, twice).encode()))
                .isInstanceOf(P2pException.class);
    }

    @Test
    void aShortKeyIsFoundInItsPeerId() throws P2pException {
        // Given
        PublicKey ed25519 = PrivateKey.generate(KeyType.ED25519, random()).publicKey();
        PublicKey ecdsa = PrivateKey.generate(KeyType.ECDSA, random()).publicKey();

        // Then
        assertThat(PublicKey.inlinedIn(ed25519.peerId())).contains(ed25519);
        assertThat(PublicKey.inlinedIn(ecdsa.peerId())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'', MALFORMED",
        "0801, MALFORMED",
        "08011200, MALFORMED",
        "1201000801, MALFORMED",
        "080412020000, NOT_SUPPORTED",
        "08ff12020000, NOT_SUPPORTED",
        "080112ffffff7f00, LIMIT",
        "08011281000a, MALFORMED",
        "0801122002, MALFORMED",
        "08011220ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff, MALFORMED",
        "08021221050000000000000000000000000000000000000000000000000000000000000001, MALFORMED",
        "08021221020000000000000000000000000000000000000000000000000000000000000005, MALFORMED",
        "080012020500, MALFORMED",
        "080312020500, MALFORMED"
    })
    void bytesThatAreNoKeyAreRefused(String hex, P2pError error) {
        assertThatThrownBy(() -> PublicKey.decode(HexFormat.of().parseHex(hex)))
                .isInstanceOfSatisfying(
                        P2pException.class, e -> assertThat(e.error()).isEqualTo(error));
    }

    @Test
    void aSecondSpellingOfAKeyIsNotASecondName() {
        // Given
        byte[] key = PrivateKey.ofEd25519Seed(new byte[32]).publicKey().encoded();
        byte[] longer = Arrays.copyOf(key, key.length + 2);
        longer[key.length] = 0x18;

        // Then
        assertThatThrownBy(() -> PublicKey.decode(longer)).isInstanceOf(P2pException.class);
    }

    @ParameterizedTest
    @EnumSource(KeyType.class)
    void survivesAnyBytes(KeyType type) {
        // Given
        PrivateKey key = PrivateKey.generate(type, random());

        // Then
        RandomBytes.assertOnlyTypedFailures(11, List.of(key.publicKey().encoded()), PublicKey::decode);
    }

    private static SecureRandom random() {
        try {
            SecureRandom random = SecureRandom.getInstance("SHA1PRNG");
            random.setSeed(42);
            return random;
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
