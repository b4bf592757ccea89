package dev.granary.libp2p.pubsub;

import com.google.protobuf.ByteString;
import dev.granary.libp2p.P2pException;
import dev.granary.libp2p.multiformats.PeerId;
import dev.granary.libp2p.pubsub.router.Candidate;
import dev.granary.libp2p.pubsub.wire.PubsubMessage;
import java.util.Optional;

/**
 * A message that came.
 *
 * @param source the peer that brought it first, which is seldom its author
 */
public record GossipMessage(PubsubMessage content, ByteString id, PeerId source) {
    static GossipMessage of(Candidate candidate) {
        return new GossipMessage(candidate.message(), candidate.id(), candidate.source());
    }

    public String topic() {
        return content.topic();
    }

    public ByteString data() {
        return content.data();
    }

    /** Who has signed it; nobody in topics without signatures. */
    public Optional<PeerId> author() {
        if (content.from().isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(PeerId.decode(content.from().toByteArray()));
        } catch (P2pException e) {
            throw new IllegalStateException("a signed message has an author", e);
        }
    }
}
