package dev.granary.libp2p.transport;

import dev.granary.libp2p.multiformats.Multiaddr;
import java.util.concurrent.CompletionStage;

/** One way to carry connections. May be called from any thread; what it brings is confined to the loop that it names. */
public interface Transport {
    /** Whether {@code address} is one of this transport's, for dialling as well as for listening. */
    boolean speaks(Multiaddr address);

    /** What to call it in messages, such as {@code TCP}. */
    String name();

    /** Whether a private network's key can protect its connections. */
    boolean canBePrivate();

    /** Begins to dial. */
    Dialing dial(DialRequest request);

    /**
     * Takes connections at {@code address}, whose port may be 0 for any.
     *
     * @return fails with {@code P2pException} when the address can't be listened at
     */
    CompletionStage<Listener> listen(Multiaddr address, Acceptor acceptor);

    /** Ends what belongs to the transport as a whole; its listeners and connections are closed before. */
    CompletionStage<Void> close();
}
