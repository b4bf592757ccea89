package dev.granary.libp2p.noise;

import dev.granary.libp2p.Role;
import dev.granary.libp2p.identity.PrivateKey;
import dev.granary.libp2p.multiformats.PeerId;
import dev.granary.libp2p.security.Secured;
import dev.granary.libp2p.security.Security;
import dev.granary.libp2p.stream.ByteStream;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Noise for all connections of one host.
 *
 * <p>The initiator's first message leaves with what was written before (a lazy proposal), its last one with what is written
 * by whoever takes the secured stream.
 */
public final class NoiseSecurity implements Security {
    /** The name under which it is negotiated. */
    public static final String PROTOCOL = "/noise";

    private final StaticIdentity identity;
    private final SecureRandom random;

    /**
     * @param identity the host's key
     * @param muxers stream muxers to offer within the handshake, the preferred one first; when empty, the muxer is negotiated
     *     afterwards
     */
    public NoiseSecurity(PrivateKey identity, List<String> muxers, SecureRandom random) {
        this.identity = new StaticIdentity(identity, muxers, random);
        this.random = random;
    }

    @Override
    public String protocol() {
        return PROTOCOL;
    }

    @Override
    public CompletionStage<Secured> secure(ByteStream raw, Role role, Optional<PeerId> expected) {
        return new Handshake(raw, role, identity, KeyPair.generate(random), expected).run();
    }
}
