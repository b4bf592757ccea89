package dev.granary.libp2p.host;

import dev.granary.libp2p.loop.Loop;
import dev.granary.libp2p.multiformats.Multiaddr;
import dev.granary.libp2p.multiformats.PeerId;
import dev.granary.libp2p.peerstore.PeerStore;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * A peer of a libp2p network. May be used from any thread. Stages fail with {@link dev.granary.libp2p.P2pException};
 * cancelling one's {@code toCompletableFuture()} takes the request back.
 */
public interface Host {
    PeerId peerId();

    /** The loop of what concerns the whole host: listeners of connections are called on it. */
    Loop loop();

    /** What is known of other peers. */
    PeerStore peerStore();

    /** Begins to listen, at all addresses or at none. */
    CompletionStage<Void> start();

    /** Where this host listens, with the ports that it got, without its peer id. Empty until started. */
    List<Multiaddr> listenAddresses();

    /**
     * The connection to {@code peer}: an existing one, or a new one to any of {@code addresses} and of those in the peer
     * store. Requests for the same peer share their dials.
     */
    CompletionStage<Connection> connect(PeerId peer, Collection<Multiaddr> addresses);

    /**
     * Connects to the peer that {@code address} ends with.
     *
     * @throws IllegalArgumentException if it names none
     */
    default CompletionStage<Connection> connect(Multiaddr address) {
        PeerId peer =
                address.peerId().orElseThrow(() -> new IllegalArgumentException("no peer id at the end of " + address));
        return connect(peer, List.of(address.withoutPeer()));
    }

    /** Opens a stream to {@code peer}, connecting first where needed, for the first of {@code protocols} that it speaks. */
    CompletionStage<P2pStream> open(PeerId peer, List<String> protocols, Consumer<? super P2pStream> begin);

    /** Opens a stream that nothing is done with yet; see {@link Connection#open(List)}. */
    default CompletionStage<P2pStream> open(PeerId peer, List<String> protocols) {
        return open(peer, protocols, stream -> {});
    }

    /** Serves {@code protocol}, in place of whoever served it before. */
    void handle(String protocol, ProtocolHandler handler);

    /** Serves {@code protocol} no longer; open streams live on. */
    void unhandle(String protocol);

    /** The protocols that are served. */
    Set<String> protocols();

    /** Connections that are open now. */
    List<Connection> connections();

    /** Connections to {@code peer} that are open now, the best first. */
    List<Connection> connections(PeerId peer);

    /** Tells {@code listener} what happens from now on. */
    void listen(HostListener listener);

    /** Makes the connections with {@code peer} worth {@code value} when some have to go; 0 takes that back. */
    void tag(PeerId peer, String tag, int value);

    /**
     * Makes the connections with {@code peer} worth {@code value} more when some have to go; of what has come together for
     * {@code tag} half is left after each {@code halfLife}. A host that never closes a connection by itself may forget it.
     */
    default void credit(PeerId peer, String tag, int value, Duration halfLife) {}

    /** Keeps the connections with {@code peer} when some have to go, until each reason was taken back. */
    void protect(PeerId peer, String reason);

    void unprotect(PeerId peer, String reason);

    /** Closes all connections and listeners, and refuses all further requests. */
    CompletionStage<Void> close();
}
