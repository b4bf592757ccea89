package dev.granary.libp2p.identity;

import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.P2pException;

/** Kinds of keys that name a peer. */
public enum KeyType {
    RSA(0),
    ED25519(1),
    SECP256K1(2),
    /** On P-256, or on P-384 or P-521 when it is a remote's. */
    ECDSA(3);

    private final int number;

    KeyType(int number) {
        this.number = number;
    }

    static KeyType ofNumber(int number) throws P2pException {
        for (KeyType type : values()) {
            if (type.number == number) {
                return type;
            }
        }
        throw new P2pException(P2pError.NOT_SUPPORTED, "No kind of key has the number " + number + ".");
    }

    int number() {
        return number;
    }
}
