package dev.granary.libp2p.noise;

import dev.granary.libp2p.P2pException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Chaining key and transcript hash of a handshake. spec: noise 5.2 */
final class SymmetricState {
    private static final byte[] NOTHING = {};

    private final MessageDigest digest;
    private final Mac mac;
    private byte[] chainingKey;
    private byte[] hash;
    private @Nullable CipherState cipher;

    /** @param name of the protocol; exactly 32 bytes, so that it is its own hash. The prologue is empty. */
    SymmetricState(String name) {
        try {
            digest = MessageDigest.getInstance("SHA-256");
            mac = Mac.getInstance("HmacSHA256");
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("this JDK lacks SHA-256", missing);
        }
        hash = name.getBytes(StandardCharsets.US_ASCII);
        chainingKey = hash;
        mixHash(NOTHING);
    }

    void mixHash(byte[] data) {
        digest.update(hash);
        hash = digest.digest(data);
    }

    void mixKey(byte[] shared) {
        byte[][] keys = derive(shared);
        chainingKey = keys[0];
        cipher = new CipherState(keys[1]);
    }

    byte[] encryptAndHash(byte[] plain) {
        byte[] message = cipher == null ? plain : cipher.encrypt(hash, plain);
        mixHash(message);
        return message;
    }

    byte[] decryptAndHash(byte[] message) throws P2pException {
        byte[] plain = cipher == null ? message : cipher.decrypt(hash, message);
        mixHash(message);
        return plain;
    }

    /** Bytes that encryption adds at this point. */
    int overhead() {
        return cipher == null ? 0 : CipherState.TAG;
    }

    /** The key of the initiator's direction, and that of the responder's. */
    byte[][] split() {
        return derive(NOTHING);
    }

    /** HKDF with two outputs. spec: noise 4.3 */
    private byte[][] derive(byte[] input) {
        byte[] pseudoRandom = hmac(chainingKey, input);
        byte[] first = hmac(pseudoRandom, new byte[] {1});
        byte[] chained = new byte[first.length + 1];
        System.arraycopy(first, 0, chained, 0, first.length);
        chained[first.length] = 2;
        return new byte[][] {first, hmac(pseudoRandom, chained)};
    }

    private byte[] hmac(byte[] key, byte[] data) {
        try {
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(data);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
