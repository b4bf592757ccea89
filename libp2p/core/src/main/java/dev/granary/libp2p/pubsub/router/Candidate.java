package dev.granary.libp2p.pubsub.router;

import com.google.protobuf.ByteString;
import dev.granary.libp2p.multiformats.PeerId;
import dev.granary.libp2p.pubsub.wire.PubsubMessage;
import java.util.ArrayList;
import java.util.List;

/** A message that came and is being checked. */
public final class Candidate {
    private final PubsubMessage message;
    private final ByteString id;
    private final TopicState topic;
    /** Who brought it while it was checked, the first one first. */
    private final List<PeerState> sources = new ArrayList<>(1);

    Candidate(PubsubMessage message, ByteString id, TopicState topic, PeerState source) {
        this.message = message;
        this.id = id;
        this.topic = topic;
        sources.add(source);
    }

    public PubsubMessage message() {
        return message;
    }

    public ByteString id() {
        return id;
    }

    /** Whether the topic's messages are signed. */
    public boolean isSigned() {
        return topic.rules().signed();
    }

    /** Who brought it first. */
    public PeerId source() {
        return first().id();
    }

    PeerState first() {
        return sources.getFirst();
    }

    TopicState topic() {
        return topic;
    }

    List<PeerState> sources() {
        return sources;
    }
}
