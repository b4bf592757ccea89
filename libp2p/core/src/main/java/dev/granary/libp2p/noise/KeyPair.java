package dev.granary.libp2p.noise;

import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.P2pException;
import java.security.SecureRandom;
import org.bouncycastle.math.ec.rfc7748.X25519;

/** An X25519 key pair. */
final class KeyPair {
    static final int SIZE = X25519.POINT_SIZE;

    private final byte[] secret;
    private final byte[] open;

    private KeyPair(byte[] secret) {
        this.secret = secret;
        this.open = new byte[SIZE];
        X25519.generatePublicKey(secret, 0, open, 0);
    }

    static KeyPair generate(SecureRandom random) {
        byte[] secret = new byte[X25519.SCALAR_SIZE];
        X25519.generatePrivateKey(random, secret);
        return new KeyPair(secret);
    }

    static KeyPair ofSecret(byte[] secret) {
        return new KeyPair(secret.clone());
    }

    byte[] publicKey() {
        return open.clone();
    }

    /** @throws P2pException {@code UNAUTHENTICATED} when {@code remote} leaves nothing secret: its share of it is zero */
    byte[] agree(byte[] remote) throws P2pException {
        byte[] shared = new byte[SIZE];
        if (!X25519.calculateAgreement(secret, 0, remote, 0, shared, 0)) {
            throw new P2pException(P2pError.UNAUTHENTICATED, "The remote's noise key is of low order.");
        }
        return shared;
    }
}
