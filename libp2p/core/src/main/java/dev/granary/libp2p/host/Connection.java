package dev.granary.libp2p.host;

import dev.granary.libp2p.identity.PublicKey;
import dev.granary.libp2p.loop.Loop;
import dev.granary.libp2p.multiformats.Multiaddr;
import dev.granary.libp2p.multiformats.PeerId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** A secured connection to one peer. May be used from any thread. */
public interface Connection {
    /** Tells connections of one host apart. */
    long id();

    PeerId remotePeer();

    /** The key that the remote has proven to hold. */
    PublicKey remoteKey();

    Multiaddr localAddress();

    /** Where the remote was reached, or came from; without its peer id. */
    Multiaddr remoteAddress();

    /** Whether we asked for it. Says nothing of the roles in its handshakes. */
    boolean dialled();

    /** Whether it goes through a third peer, which allows little time and few bytes: only some protocols may use it. */
    boolean limited();

    /** What secures it, such as {@code /noise}. */
    String security();

    /** What carries its streams, such as {@code /yamux/1.0.0}. */
    String muxer();

    Instant openedAt();

    /** The loop that its streams live on. */
    Loop loop();

    /** Streams open at present, in both directions. */
    int openStreams();

    /** The last measured round trip, empty until there is one. */
    Optional<Duration> roundTrip();

    boolean isOpen();

    /**
     * Opens a stream for the first of {@code protocols} that the remote speaks.
     *
     * @param begin is given the stream on its loop, as soon as it can be written to
     */
    CompletionStage<P2pStream> open(List<String> protocols, Consumer<? super P2pStream> begin);

    /**
     * Opens a stream that nothing is done with yet. What hangs on the stage may run on any thread: a stream is confined to
     * its loop all the same.
     */
    default CompletionStage<P2pStream> open(List<String> protocols) {
        return open(protocols, stream -> {});
    }

    /** Closes at once; open streams fail. */
    CompletionStage<Void> close();
}
