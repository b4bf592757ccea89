package dev.granary.libp2p.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.southernstorm.noise.protocol.CipherStatePair;
import com.southernstorm.noise.protocol.HandshakeState;
import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.P2pException;
import dev.granary.libp2p.Role;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class NoiseXXTest {
    private static final String NAME = "Noise_XX_25519_ChaChaPoly_SHA256";
    private static final int MOST_OVERHEAD = 200;
    private static final byte[] NOTHING = {};

    private final SplittableRandom random = new SplittableRandom(7);
    private final KeyPair own = KeyPair.ofSecret(bytes(32));
    private final KeyPair other = KeyPair.ofSecret(bytes(32));

    @ParameterizedTest
    @EnumSource(Role.class)
    void agreesWithAnotherImplementationInBothRoles(Role role) throws Exception {
        // Given
        NoiseXX ours = new NoiseXX(role, own, KeyPair.ofSecret(bytes(32)));
        byte[] remoteSecret = bytes(32);
        HandshakeState theirs = oracle(role.other(), remoteSecret);
        List<byte[]> payloads = List.of(NOTHING, bytes(100), bytes(333));

        // When
        boolean payloadsArrived = true;
        for (byte[] payload : payloads) {
            byte[] arrived = ours.mustWrite()
                    ? oracleReads(theirs, ours.write(payload))
                    : ours.read(oracleWrites(theirs, payload));
            payloadsArrived &= Arrays.equals(payload, arrived);
        }
        NoiseXX.Ciphers ciphers = ours.split();
        CipherStatePair pair = theirs.split();

        // Then
        assertThat(payloadsArrived).isTrue();
        assertThat(ours.isComplete()).isTrue();
        assertThat(ours.remoteStatic()).isEqualTo(KeyPair.ofSecret(remoteSecret).publicKey());
        assertThat(remoteKeyOf(theirs)).isEqualTo(own.publicKey());
        for (int size : new int[] {0, 1, 63, 64, 65, 1000, 65_519}) {
            byte[] plain = bytes(size);
            assertThat(oracleDecrypts(pair, seal(ciphers.sending(), plain))).isEqualTo(plain);
            assertThat(open(ciphers.receiving(), oracleEncrypts(pair, plain))).isEqualTo(plain);
        }
    }

    @Test
    void theHashOfTheNameIsTheName() {
        assertThat(NAME).hasSize(32);
    }

    @Test
    void bytesWrittenInManyPiecesAreOneMessage() throws P2pException {
        // Given
        byte[] key = bytes(32);
        byte[] plain = bytes(50_000);
        ArrayDeque<ByteBuffer> pieces = new ArrayDeque<>();
        for (int at = 0; at < plain.length; ) {
            int size = Math.min(plain.length - at, random.nextInt(700));
            pieces.add(ByteBuffer.wrap(plain, at, size).slice());
            at += size;
        }
        ByteBuffer out = ByteBuffer.allocate(40_000 + CipherState.TAG);

        // When
        new CipherState(key).encrypt(pieces, 40_000, out);

        // Then
        assertThat(new CipherState(key).decrypt(NOTHING, out.array())).isEqualTo(Arrays.copyOf(plain, 40_000));
        assertThat(pieces.stream().mapToInt(ByteBuffer::remaining).sum()).isEqualTo(10_000);
    }

    @Test
    void eachMessageHasItsOwnNonce() throws P2pException {
        // Given
        byte[] key = bytes(32);
        CipherState sending = new CipherState(key);
        CipherState receiving = new CipherState(key);

        // When
        byte[] first = sending.encrypt(NOTHING, new byte[4]);
        byte[] second = sending.encrypt(NOTHING, new byte[4]);

        // Then
        assertThat(first).isNotEqualTo(second);
        assertThat(receiving.decrypt(NOTHING, first)).isEqualTo(new byte[4]);
        assertThatExceptionOfType(P2pException.class)
                .as("a message played again")
                .isThrownBy(() -> receiving.decrypt(NOTHING, first));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0000000000000000000000000000000000000000000000000000000000000000",
                "0100000000000000000000000000000000000000000000000000000000000000",
                "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800"
            })
    void aKeyThatLeavesNothingSecretIsRefused(String lowOrder) throws P2pException {
        // Given
        NoiseXX responder = new NoiseXX(Role.RESPONDER, own, other);
        responder.read(HexFormat.of().parseHex(lowOrder));

        // Then
        assertThatExceptionOfType(P2pException.class)
                .isThrownBy(() -> responder.write(NOTHING))
                .extracting(P2pException::error)
                .isEqualTo(P2pError.UNAUTHENTICATED);
    }

    @Test
    void aHandshakeMessageThatWasTouchedIsRefused() throws P2pException {
        for (int at : new int[] {0, 31, 32, 79, 80, 95}) {
            // Given
            NoiseXX initiator = new NoiseXX(Role.INITIATOR, own, KeyPair.ofSecret(bytes(32)));
            NoiseXX responder = new NoiseXX(Role.RESPONDER, other, KeyPair.ofSecret(bytes(32)));
            responder.read(initiator.write(NOTHING));
            byte[] message = responder.write(NOTHING);

            // When
            message[at] ^= 1;

            // Then
            assertThatExceptionOfType(P2pException.class)
                    .as("byte %s of %s", at, message.length)
                    .isThrownBy(() -> initiator.read(message))
                    .extracting(P2pException::error)
                    .isEqualTo(P2pError.UNAUTHENTICATED);
        }
    }

    @Test
    void aMessageThatIsTooShortIsMalformed() {
        // Given
        NoiseXX responder = new NoiseXX(Role.RESPONDER, own, other);

        // Then
        assertThatExceptionOfType(P2pException.class)
                .isThrownBy(() -> responder.read(new byte[31]))
                .extracting(P2pException::error)
                .isEqualTo(P2pError.MALFORMED);
    }

    private byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] seal(CipherState cipher, byte[] plain) {
        ByteBuffer out = ByteBuffer.allocate(plain.length + CipherState.TAG);
        cipher.encrypt(new ArrayDeque<>(List.of(ByteBuffer.wrap(plain))), plain.length, out);
        return out.array();
    }

    private static byte[] open(CipherState cipher, byte[] message) throws P2pException {
        int size = cipher.decryptInPlace(message, message.length);
        return Arrays.copyOf(message, size);
    }

    private static HandshakeState oracle(Role role, byte[] secret) throws Exception {
        HandshakeState state =
                new HandshakeState(NAME, role == Role.INITIATOR ? HandshakeState.INITIATOR : HandshakeState.RESPONDER);
        state.getLocalKeyPair().setPrivateKey(secret, 0);
        state.start();
        return state;
    }

    private static byte[] oracleReads(HandshakeState oracle, byte[] message) throws Exception {
        byte[] payload = new byte[message.length];
        int size = oracle.readMessage(message, 0, message.length, payload, 0);
        return Arrays.copyOf(payload, size);
    }

    private static byte[] oracleWrites(HandshakeState oracle, byte[] payload) throws Exception {
        byte[] message = new byte[payload.length + MOST_OVERHEAD];
        int size = oracle.writeMessage(message, 0, payload, 0, payload.length);
        return Arrays.copyOf(message, size);
    }

    private static byte[] remoteKeyOf(HandshakeState oracle) {
        byte[] key = new byte[KeyPair.SIZE];
        oracle.getRemotePublicKey().getPublicKey(key, 0);
        return key;
    }

    private static byte[] oracleDecrypts(CipherStatePair pair, byte[] message) throws Exception {
        byte[] plain = new byte[message.length];
        int size = pair.getReceiver().decryptWithAd(null, message, 0, plain, 0, message.length);
        return Arrays.copyOf(plain, size);
    }

    private static byte[] oracleEncrypts(CipherStatePair pair, byte[] plain) throws Exception {
        byte[] message = new byte[plain.length + CipherState.TAG];
        int size = pair.getSender().encryptWithAd(null, plain, 0, message, 0, plain.length);
        return Arrays.copyOf(message, size);
    }
}
