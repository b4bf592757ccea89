package dev.granary.libp2p.transport;

import dev.granary.libp2p.multiformats.Multiaddr;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** An address that connections are taken at. */
public interface Listener {
    /** Where it can be reached: with the port that it got, and at each address of this machine when it listens at all. */
    List<Multiaddr> addresses();

    /** Takes no more; connections that were accepted live on. */
    CompletionStage<Void> close();
}
