package dev.granary.libp2p.host;

import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.identity.PublicKey;
import dev.granary.libp2p.multiformats.PeerId;
import dev.granary.libp2p.stream.Closing;
import dev.granary.libp2p.stream.MuxedConnection;
import dev.granary.libp2p.transport.Link;

/** A link that is ready for streams. */
record Upgraded(Link link, MuxedConnection muxed, PublicKey remoteKey, String security, String muxer) {
    PeerId remotePeer() {
        return remoteKey.peerId();
    }

    /** Closes a connection that was not begun. */
    void discard(P2pError error, String why) {
        muxed.loop().execute(() -> muxed.close(new Closing.Failed(error, why)));
    }
}
