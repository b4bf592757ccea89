package dev.granary.libp2p.noise;

import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.P2pException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.util.ArrayDeque;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * One key of one direction, and the number of messages under it: ChaCha20-Poly1305 with a counter as nonce. Used either to
 * encrypt or to decrypt.
 */
final class CipherState {
    static final int TAG = 16;

    private static final byte[] NOTHING = {};
    private static final int NONCE = 12;
    private static final int COUNTER_AT = 4;

    private final Cipher cipher;
    private final SecretKeySpec key;
    private long counter;

    /** @param key 32 bytes */
    CipherState(byte[] key) {
        this.key = new SecretKeySpec(key, "ChaCha20");
        try {
            cipher = Cipher.getInstance("ChaCha20-Poly1305");
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("this JDK lacks ChaCha20-Poly1305", missing);
        }
    }

    /** Encrypts a message that is at hand as a whole. */
    byte[] encrypt(byte[] associated, byte[] plain) {
        try {
            begin(Cipher.ENCRYPT_MODE, associated);
            return cipher.doFinal(plain);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** @throws P2pException {@code UNAUTHENTICATED} */
    byte[] decrypt(byte[] associated, byte[] message) throws P2pException {
        try {
            begin(Cipher.DECRYPT_MODE, associated);
            return cipher.doFinal(message);
        } catch (GeneralSecurityException _) {
            throw forged();
        }
    }

    /** Encrypts the first {@code size} bytes of {@code plain} into {@code out} as one message, and takes them off. */
    void encrypt(ArrayDeque<ByteBuffer> plain, int size, ByteBuffer out) {
        try {
            begin(Cipher.ENCRYPT_MODE, NOTHING);
            for (int left = size; left > 0; ) {
                ByteBuffer first = plain.element();
                int part = Math.min(left, first.remaining());
                cipher.update(first.slice(first.position(), part), out);
                first.position(first.position() + part);
                left -= part;
                if (!first.hasRemaining()) {
                    plain.remove();
                }
            }
            out.put(cipher.doFinal());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /**
     * Decrypts the message at the start of {@code frame} in its place.
     *
     * @return the size of the plain bytes, which begin at 0
     * @throws P2pException {@code UNAUTHENTICATED}
     */
    int decryptInPlace(byte[] frame, int size) throws P2pException {
        try {
            begin(Cipher.DECRYPT_MODE, NOTHING);
            return cipher.doFinal(frame, 0, size, frame, 0);
        } catch (GeneralSecurityException _) {
            throw forged();
        }
    }

    private void begin(int mode, byte[] associated) throws GeneralSecurityException {
        if (counter < 0) {
            throw new IllegalStateException("a key must not be used for more than 2^63 messages");
        }
        byte[] nonce = new byte[NONCE];
        ByteBuffer.wrap(nonce).order(ByteOrder.LITTLE_ENDIAN).putLong(COUNTER_AT, counter++);
        cipher.init(mode, key, new IvParameterSpec(nonce));
        if (associated.length > 0) {
            cipher.updateAAD(associated);
        }
    }

    private static P2pException forged() {
        return new P2pException(P2pError.UNAUTHENTICATED, "A noise message was not encrypted with the key agreed on.");
    }
}
