package dev.granary.libp2p.pubsub.router;

import com.google.protobuf.ByteString;
import dev.granary.libp2p.P2pException;
import dev.granary.libp2p.multiformats.PeerId;
import dev.granary.libp2p.pubsub.score.ScoreSettings;
import dev.granary.libp2p.pubsub.wire.Piece;
import dev.granary.libp2p.pubsub.wire.PubsubMessage;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** To whom messages go. */
final class Distribution {
    private final RouterSettings settings;
    private final ScoreSettings.Thresholds thresholds;
    private final Roster roster;
    private final MessageCache cache;
    private final RandomGenerator random;

    Distribution(RouterSettings settings, Roster roster, MessageCache cache, RandomGenerator random) {
        this.settings = settings;
        this.thresholds = settings.scores().thresholds();
        this.roster = roster;
        this.cache = cache;
        this.random = random;
    }

    /** Sends a message of ours; tells to how many. */
    int publish(TopicState topic, PubsubMessage message, ByteString id, long now) {
        Piece piece = Piece.of(message, Piece.Kind.PUBLISHED);
        cache.put(id, topic.name(), new Piece(Piece.Kind.FORWARDED, piece.bytes()));
        Set<PeerState> recipients = outsiders(topic);
        if (settings.floodPublish()) {
            for (PeerState peer : topic.subscribers()) {
                addTrusted(recipients, peer);
            }
        } else {
            recipients.addAll(topic.isJoined() ? topic.mesh() : fanout(topic));
        }
        if (!topic.isJoined()) {
            fanout(topic);
            topic.publishedAt(now);
        }
        recipients.forEach(peer -> peer.send(piece));
        return recipients.size();
    }

    /** Passes a good message on to those who may not have it. */
    void forward(Candidate candidate) {
        TopicState topic = candidate.topic();
        Piece piece = Piece.of(candidate.message(), Piece.Kind.FORWARDED);
        cache.put(candidate.id(), topic.name(), piece);
        Collection<PeerState> recipients = topic.mesh();
        if (!topic.outsiders().isEmpty()) {
            recipients = outsiders(topic);
            recipients.addAll(topic.mesh());
        }
        PeerState author = authorOf(candidate.message());
        for (PeerState peer : recipients) {
            if (peer.wants(candidate.id()) && !candidate.sources().contains(peer) && !peer.equals(author)) {
                peer.send(piece);
            }
        }
    }

    /** The author if it is a neighbour. */
    private @Nullable PeerState authorOf(PubsubMessage message) {
        if (message.from().isEmpty()) {
            return null;
        }
        try {
            return roster.peer(PeerId.decode(message.from().toByteArray()));
        } catch (P2pException unreadable) {
            return null;
        }
    }

    private Set<PeerState> outsiders(TopicState topic) {
        Set<PeerState> recipients = new LinkedHashSet<>();
        for (PeerState peer : topic.outsiders()) {
            addTrusted(recipients, peer);
        }
        return recipients;
    }

    private void addTrusted(Set<PeerState> recipients, PeerState peer) {
        if (peer.isDirect() || roster.score(peer) >= thresholds.publish()) {
            recipients.add(peer);
        }
    }

    /** The peers that messages of a topic go to that we did not subscribe to. */
    private Set<PeerState> fanout(TopicState topic) {
        int missing = settings.mesh().degrees().target() - topic.fanout().size();
        List<PeerState> more = Chance.pick(
                topic.subscribers(),
                missing,
                peer -> !peer.isAlwaysSentTo()
                        && !topic.fanout().contains(peer)
                        && roster.score(peer) >= thresholds.publish(),
                random);
        topic.fanout().addAll(more);
        return topic.fanout();
    }

    /** Forgets whom messages went to once there were none for long; replaces those that are distrusted. */
    void beat(TopicState topic, long now) {
        if (topic.fanout().isEmpty()) {
            return;
        }
        if (topic.isJoined()
                || now - topic.publishedAt() > settings.memory().fanoutTtl().toNanos()) {
            topic.fanout().clear();
            return;
        }
        topic.fanout().removeIf(peer -> roster.score(peer) < thresholds.publish());
        fanout(topic);
    }
}
