package dev.granary.libp2p.host;

import dev.granary.libp2p.Role;
import dev.granary.libp2p.stream.ByteStream;
import dev.granary.libp2p.stream.MuxedConnection;

/**
 * A way to carry many streams on one.
 *
 * @param protocol its name in negotiations, such as {@code /yamux/1.0.0}
 */
public record Muxer(String protocol, Carrier carrier) {
    /** Makes connections of secured streams. */
    @FunctionalInterface
    public interface Carrier {
        MuxedConnection over(ByteStream secured, Role role);
    }
}
