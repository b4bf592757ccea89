package dev.granary.libp2p.pubsub.router;

import com.google.protobuf.ByteString;
import dev.granary.libp2p.multiformats.PeerId;
import dev.granary.libp2p.peerstore.CertifiedRecord;
import java.util.Optional;

/** What a router cannot do by itself. */
public interface RouterSink {
    /**
     * Begins to check {@code candidate}, its signature first where it has one, and then reports by
     * {@link GossipRouter#proven}, {@link GossipRouter#forged} or {@link GossipRouter#judged}; also before it returns.
     *
     * @return false when there is no room for it
     */
    boolean check(Candidate candidate);

    /** Hands a good message to the program. */
    void deliver(Candidate candidate);

    /** Another peer has named this one, which has signed where it is: a connection to it is welcome. */
    void connect(CertifiedRecord peer);

    /** A connection to this peer, which messages always go to, is to be there. */
    void connect(PeerId direct);

    /** The connection with {@code peer} has become worth more, or no longer is, since it is in the mesh of {@code topic}. */
    void inMesh(PeerId peer, String topic, boolean now);

    /** The signed record of {@code peer}, an envelope, to be shown to others. */
    Optional<ByteString> certificateOf(PeerId peer);
}
