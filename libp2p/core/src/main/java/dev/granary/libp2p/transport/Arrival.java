package dev.granary.libp2p.transport;

import dev.granary.libp2p.multiformats.Multiaddr;
import java.util.concurrent.CompletionStage;

/** A connection from outside that waits for a decision. May be called from any thread. */
public interface Arrival {
    /** Where it came from; nothing about it is proven yet. */
    Multiaddr remoteAddress();

    /** Lets it in. */
    CompletionStage<Link> accept();

    /** Closes it, whether it was accepted or not. */
    void refuse();
}
