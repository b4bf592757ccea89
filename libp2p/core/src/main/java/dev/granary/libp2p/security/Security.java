package dev.granary.libp2p.security;

import dev.granary.libp2p.Role;
import dev.granary.libp2p.multiformats.PeerId;
import dev.granary.libp2p.stream.ByteStream;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** A protocol that secures connections; Noise and TLS are such. Serves any number of connections on any loops. */
public interface Security {
    /** The name under which it is negotiated. */
    String protocol();

    /**
     * Proves to each other who the two sides are, and secures what follows. Called on the stream's loop; the stage completes
     * there, within the call that brought the last message, and fails with a {@link dev.granary.libp2p.P2pException} and a
     * stream that was reset.
     *
     * @param role ours in the handshake, whoever opened the connection
     * @param expected when present, any other peer is refused as {@code WRONG_PEER} before a byte of its data is released
     */
    CompletionStage<Secured> secure(ByteStream raw, Role role, Optional<PeerId> expected);
}
