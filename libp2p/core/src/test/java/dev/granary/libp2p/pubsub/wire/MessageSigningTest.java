package dev.granary.libp2p.pubsub.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.granary.libp2p.identity.KeyType;
import dev.granary.libp2p.identity.PrivateKey;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MessageSigningTest {
    private static final PrivateKey KEY = PrivateKey.ofEd25519Seed(new byte[32]);

    private static PubsubMessage message(PrivateKey author) {
        return new PubsubMessage(
                ByteString.copyFrom(author.publicKey().peerId().bytes()),
                ByteString.copyFromUtf8("data"),
                ByteString.fromHex("0000000000000007"),
                "topic",
                ByteString.EMPTY,
                ByteString.EMPTY);
    }

    @Test
    void theSignatureCoversPrefixAndFieldsOneToFourWithoutSignatureAndKey() {
        // Given
        String author = HexFormat.of().formatHex(KEY.publicKey().peerId().bytes());
        String content = "0a26" + author + "120464617461" + "1a080000000000000007" + "2205746f706963";
        byte[] expected = HexFormat.of()
                .parseHex(HexFormat.of().formatHex("libp2p-pubsub:".getBytes(StandardCharsets.US_ASCII)) + content);

        // When
        PubsubMessage signed =
                MessageSigning.sign(message(KEY), KEY).with(ByteString.fromHex("01"), ByteString.fromHex("02"));

        // Then
        assertThat(MessageSigning.signed(signed)).isEqualTo(expected);
        assertThat(MessageSigning.sign(message(KEY), KEY).signature().toByteArray())
                .isEqualTo(KEY.sign(expected));
    }

    @Test
    void dataThatIsEmptyIsSignedAsGoAndJsDo() {
        // Given
        PubsubMessage empty = PubsubMessage.unsigned("t", ByteString.EMPTY);

        // Then
        assertThat(HexFormat.of().formatHex(MessageSigning.signed(empty))).endsWith("1200" + "220174");
    }

    @ParameterizedTest
    @EnumSource(KeyType.class)
    void everyKindOfKeySignsAndIsFoundWhereThePeerIdDoesNotHoldIt(KeyType type) {
        // Given
        PrivateKey key = PrivateKey.generate(type, new SecureRandom());

        // When
        PubsubMessage signed = MessageSigning.sign(message(key), key);

        // Then
        assertThat(MessageSigning.isAuthentic(signed)).isTrue();
        assertThat(signed.key().isEmpty())
                .isEqualTo(key.publicKey().peerId().inlinedKey().isPresent());
    }

    @Test
    void whateverIsChangedBreaksTheSignature() {
        // Given
        PubsubMessage good = MessageSigning.sign(message(KEY), KEY);
        PrivateKey other = PrivateKey.ofEd25519Seed(new byte[] {
            1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
        });
        ByteString stranger = ByteString.copyFrom(other.publicKey().peerId().bytes());
        ByteString x = ByteString.copyFromUtf8("x");

        // Then
        assertThat(MessageSigning.isAuthentic(good)).isTrue();
        assertThat(MessageSigning.isAuthentic(new PubsubMessage(
                        stranger, good.data(), good.sequence(), good.topic(), good.signature(), good.key())))
                .isFalse();
        assertThat(MessageSigning.isAuthentic(
                        new PubsubMessage(good.from(), x, good.sequence(), good.topic(), good.signature(), good.key())))
                .isFalse();
        assertThat(MessageSigning.isAuthentic(
                        new PubsubMessage(good.from(), good.data(), x, good.topic(), good.signature(), good.key())))
                .isFalse();
        assertThat(MessageSigning.isAuthentic(new PubsubMessage(
                        good.from(), good.data(), good.sequence(), "x", good.signature(), good.key())))
                .isFalse();
        assertThat(MessageSigning.isAuthentic(good.with(x, good.key()))).isFalse();
        assertThat(MessageSigning.isAuthentic(good.with(
                        good.signature(), ByteString.copyFrom(other.publicKey().encoded()))))
                .isFalse();
    }

    @Test
    void anAuthorThatIsNoPeerSignsNothing() {
        // Given
        PubsubMessage odd =
                PubsubMessage.unsigned("t", ByteString.EMPTY).with(ByteString.fromHex("00"), ByteString.EMPTY);

        // Then
        assertThat(MessageSigning.isAuthentic(odd)).isFalse();
    }
}
