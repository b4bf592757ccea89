package dev.granary.libp2p.noise;

import dev.granary.libp2p.identity.PrivateKey;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;

/** The noise key of this process, signed once by its libp2p identity, with all that each handshake says about it. */
final class StaticIdentity {
    private static final byte[] SIGNED_PREFIX = "noise-libp2p-static-key:".getBytes(StandardCharsets.US_ASCII);

    private final KeyPair keys;
    private final List<String> muxers;
    private final byte[] payload;

    StaticIdentity(PrivateKey identity, List<String> muxers, SecureRandom random) {
        this.keys = KeyPair.generate(random);
        this.muxers = List.copyOf(muxers);
        this.payload = new NoisePayload(
                        identity.publicKey().encoded(), identity.sign(signed(keys.publicKey())), this.muxers)
                .encode();
    }

    KeyPair keys() {
        return keys;
    }

    List<String> muxers() {
        return muxers;
    }

    byte[] payload() {
        return payload.clone();
    }

    /** What an identity signs to claim a noise key. */
    static byte[] signed(byte[] publicKey) {
        byte[] message = new byte[SIGNED_PREFIX.length + publicKey.length];
        System.arraycopy(SIGNED_PREFIX, 0, message, 0, SIGNED_PREFIX.length);
        System.arraycopy(publicKey, 0, message, SIGNED_PREFIX.length, publicKey.length);
        return message;
    }
}
