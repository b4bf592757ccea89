package dev.granary.libp2p.identity;

import dev.granary.libp2p.P2pException;
import dev.granary.libp2p.multiformats.PeerId;
import java.util.Arrays;
import java.util.Optional;

/** The public half of the key that names a peer. */
public final class PublicKey {
    private final KeyType type;
    private final byte[] encoded;
    private final Verifier verifier;
    private final PeerId peerId;

    private PublicKey(KeyType type, byte[] encoded, Verifier verifier) {
        this.type = type;
        this.encoded = encoded;
        this.verifier = verifier;
        this.peerId = PeerId.ofEncodedKey(encoded);
    }

    /** Judges signatures by one key. */
    interface Verifier {
        boolean verify(byte[] message, byte[] signature);
    }

    /** What the encoded form spells; only a key that is one of its kind comes out. */
    public static PublicKey decode(byte[] encoded) throws P2pException {
        KeyMessage message = KeyMessage.decode(encoded);
        Verifier verifier =
                switch (message.type()) {
                    case RSA -> RsaKeys.verifier(message.data());
                    case ED25519 -> Ed25519Keys.verifier(message.data());
                    case SECP256K1 -> Secp256k1Keys.verifier(message.data());
                    case ECDSA -> EcdsaKeys.verifier(message.data());
                };
        return new PublicKey(message.type(), encoded.clone(), verifier);
    }

    /** The key that {@code peer}'s id holds; empty when the id is only a hash of it. */
    public static Optional<PublicKey> inlinedIn(PeerId peer) throws P2pException {
        Optional<byte[]> key = peer.inlinedKey();
        return key.isEmpty() ? Optional.empty() : Optional.of(decode(key.get()));
    }

    public KeyType type() {
        return type;
    }

    /** The protobuf of type and data: what stands on the wire, and what the peer's id is made of. */
    public byte[] encoded() {
        return encoded.clone();
    }

    /** Whether the holder of the private half signed {@code message}. Any bytes may be given as a signature. */
    public boolean verify(byte[] message, byte[] signature) {
        return verifier.verify(message, signature);
    }

    /** The peer that this key names. */
    public PeerId peerId() {
        return peerId;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PublicKey that && Arrays.equals(encoded, that.encoded);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(encoded);
    }

    @Override
    public String toString() {
        return type + " key of " + peerId();
    }
}
