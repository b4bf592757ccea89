package dev.granary.libp2p.transport;

import dev.granary.libp2p.identity.PublicKey;
import dev.granary.libp2p.multiformats.Multiaddr;
import dev.granary.libp2p.stream.ByteStream;
import dev.granary.libp2p.stream.MuxedConnection;

/** What a transport brings. */
public sealed interface Link {
    Multiaddr localAddress();

    Multiaddr remoteAddress();

    /** Whether it goes through a third peer, which allows little time and few bytes. */
    boolean limited();

    /** Plain bytes, still to be secured and multiplexed. */
    record Raw(ByteStream stream, Multiaddr localAddress, Multiaddr remoteAddress, boolean limited) implements Link {}

    /**
     * A connection whose transport secures and multiplexes by itself.
     *
     * @param protocol what it is secured and multiplexed by, for metrics
     */
    record Ready(
            MuxedConnection connection,
            PublicKey remoteKey,
            String protocol,
            Multiaddr localAddress,
            Multiaddr remoteAddress)
            implements Link {
        @Override
        public boolean limited() {
            return false;
        }
    }
}
