package dev.granary.libp2p.identity;

import dev.granary.libp2p.P2pException;
import java.security.SecureRandom;

/** The key that makes its holder a peer. Signs without randomness, so it may be used from any thread. */
public final class PrivateKey {
    private final byte[] encoded;
    private final PublicKey publicKey;
    private final KeyHalves.Signer signer;

    private PrivateKey(byte[] encoded, PublicKey publicKey, KeyHalves.Signer signer) {
        this.encoded = encoded;
        this.publicKey = publicKey;
        this.signer = signer;
    }

    /** A new key: Ed25519, secp256k1, ECDSA on P-256 or RSA of 2048 bits, which every implementation takes. */
    public static PrivateKey generate(KeyType type, SecureRandom random) {
        KeyHalves halves =
                switch (type) {
                    case RSA -> RsaKeys.generate(random);
                    case ED25519 -> Ed25519Keys.generate(random);
                    case SECP256K1 -> Secp256k1Keys.generate(random);
                    case ECDSA -> EcdsaKeys.generate(random);
                };
        return ofChecked(type, halves);
    }

    /** The Ed25519 key that grows from 32 bytes: the same peer each time. */
    public static PrivateKey ofEd25519Seed(byte[] seed) {
        return ofChecked(KeyType.ED25519, Ed25519Keys.ofSeed(seed));
    }

    /** What the encoded form of a key file spells. */
    public static PrivateKey decode(byte[] encoded) throws P2pException {
        KeyMessage message = KeyMessage.decode(encoded);
        KeyHalves halves =
                switch (message.type()) {
                    case RSA -> RsaKeys.decodePrivate(message.data());
                    case ED25519 -> Ed25519Keys.decodePrivate(message.data());
                    case SECP256K1 -> Secp256k1Keys.decodePrivate(message.data());
                    case ECDSA -> EcdsaKeys.decodePrivate(message.data());
                };
        return of(message.type(), halves);
    }

    private static PrivateKey ofChecked(KeyType type, KeyHalves halves) {
        try {
            return of(type, halves);
        } catch (P2pException e) {
            throw new IllegalStateException("a key that was just made is none", e);
        }
    }

    private static PrivateKey of(KeyType type, KeyHalves halves) throws P2pException {
        PublicKey publicKey = PublicKey.decode(new KeyMessage(type, halves.publicData()).encode());
        return new PrivateKey(new KeyMessage(type, halves.privateData()).encode(), publicKey, halves.signer());
    }

    public PublicKey publicKey() {
        return publicKey;
    }

    /** The signature of {@code message}, in the form that libp2p uses for this kind of key. */
    public byte[] sign(byte[] message) {
        return signer.sign(message);
    }

    /** The protobuf of type and data, as key files hold it. Secret. */
    public byte[] encoded() {
        return encoded.clone();
    }

    /** Names the public half alone. */
    @Override
    public String toString() {
        return "private half of " + publicKey;
    }
}
