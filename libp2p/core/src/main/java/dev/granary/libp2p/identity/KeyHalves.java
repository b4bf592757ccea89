package dev.granary.libp2p.identity;

/** What a key of some kind consists of, before it is put into its {@link KeyMessage}. Secret. */
final class KeyHalves {
    private final byte[] privateData;
    private final byte[] publicData;
    private final Signer signer;

    KeyHalves(byte[] privateData, byte[] publicData, Signer signer) {
        this.privateData = privateData;
        this.publicData = publicData;
        this.signer = signer;
    }

    /** Signs by one key. */
    interface Signer {
        byte[] sign(byte[] message);
    }

    byte[] privateData() {
        return privateData;
    }

    byte[] publicData() {
        return publicData;
    }

    Signer signer() {
        return signer;
    }
}
