package dev.granary.libp2p.security;

import dev.granary.libp2p.identity.PublicKey;
import dev.granary.libp2p.stream.ByteStream;
import java.util.Optional;

/**
 * A secured connection.
 *
 * @param stream the connection's bytes in the clear; to be started by the next layer
 * @param remoteKey the key that the remote has proven to own
 * @param earlyMuxer the stream muxer that was agreed on in the handshake; when empty, it is still to be negotiated
 */
public record Secured(ByteStream stream, PublicKey remoteKey, Optional<String> earlyMuxer) {}
