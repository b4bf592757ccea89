package dev.granary.libp2p.identity;

import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.P2pException;
import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** RFC 8032 keys: 32 bytes, the private half as seed and public half in a row. */
final class Ed25519Keys {
    private static final int SIZE = Ed25519.PUBLIC_KEY_SIZE;
    private static final int PAIR = 2 * SIZE;

    /** As old files have it: the public half once more. */
    private static final int PAIR_AND_COPY = 3 * SIZE;

    private Ed25519Keys() {}

    static PublicKey.Verifier verifier(byte[] data) throws P2pException {
        if (data.length != SIZE || !Ed25519.validatePublicKeyPartial(data, 0)) {
            throw new P2pException(P2pError.MALFORMED, "An Ed25519 key is not a point of its curve.");
        }
        Ed25519PublicKeyParameters key = new Ed25519PublicKeyParameters(data);
        return (message, signature) -> signature.length == Ed25519.SIGNATURE_SIZE
                && key.verify(Ed25519.Algorithm.Ed25519, null, message, 0, message.length, signature, 0);
    }

    static KeyHalves generate(SecureRandom random) {
        byte[] seed = new byte[SIZE];
        random.nextBytes(seed);
        return ofSeed(seed);
    }

    static KeyHalves ofSeed(byte[] seed) {
        if (seed.length != SIZE) {
            throw new IllegalArgumentException("a seed has " + SIZE + " bytes, not " + seed.length);
        }
        Ed25519PrivateKeyParameters key = new Ed25519PrivateKeyParameters(seed);
        byte[] publicData = key.generatePublicKey().getEncoded();
        byte[] pair = Arrays.copyOf(seed, PAIR);
        System.arraycopy(publicData, 0, pair, SIZE, SIZE);
        return new KeyHalves(pair, publicData, message -> {
            byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
            key.sign(Ed25519.Algorithm.Ed25519, null, message, 0, message.length, signature, 0);
            return signature;
        });
    }

    static KeyHalves decodePrivate(byte[] data) throws P2pException {
        if (data.length != PAIR && data.length != PAIR_AND_COPY) {
            throw new P2pException(P2pError.MALFORMED, "A private Ed25519 key of " + data.length + " bytes is none.");
        }
        KeyHalves halves = ofSeed(Arrays.copyOf(data, SIZE));
        for (int copy = SIZE; copy < data.length; copy += SIZE) {
            if (!Arrays.equals(halves.publicData(), Arrays.copyOfRange(data, copy, copy + SIZE))) {
                throw new P2pException(P2pError.MALFORMED, "The halves of an Ed25519 key do not belong together.");
            }
        }
        return halves;
    }
}
