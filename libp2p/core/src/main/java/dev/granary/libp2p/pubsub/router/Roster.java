package dev.granary.libp2p.pubsub.router;

import dev.granary.libp2p.multiformats.PeerId;
import dev.granary.libp2p.pubsub.score.PeerScores;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Peers and topics, and who has subscribed to what. */
final class Roster {
    private final RouterSettings settings;
    private final PeerScores scores;
    private final GossipObserver observer;
    private final Function<String, TopicRules> rules;
    private final Map<PeerId, PeerState> peers = new LinkedHashMap<>();
    private final Map<String, TopicState> topics = new LinkedHashMap<>();

    Roster(RouterSettings settings, PeerScores scores, GossipObserver observer, Function<String, TopicRules> rules) {
        this.settings = settings;
        this.scores = scores;
        this.observer = observer;
        this.rules = rules;
    }

    @Nullable
    PeerState peer(PeerId id) {
        return peers.get(id);
    }

    Collection<PeerState> peers() {
        return peers.values();
    }

    @Nullable
    TopicState find(String name) {
        return topics.get(name);
    }

    /** The topic of that name if we subscribed to it. */
    @Nullable
    TopicState joined(String name) {
        TopicState topic = topics.get(name);
        return topic != null && topic.isJoined() ? topic : null;
    }

    TopicState require(String name) {
        return topics.computeIfAbsent(name, key -> new TopicState(key, rules.apply(key)));
    }

    Collection<TopicState> topics() {
        return topics.values();
    }

    /** A snapshot, for those who change what they go through. */
    List<TopicState> everyTopic() {
        return List.copyOf(topics.values());
    }

    void add(PeerState peer) {
        peers.put(peer.id(), peer);
    }

    void remove(PeerState peer) {
        peers.remove(peer.id());
    }

    /** {@code peer} listens to {@code name}. */
    void subscribe(PeerState peer, String name) {
        if (peer.topics().size() >= settings.memory().topicsPerPeer()) {
            observer.refused(peer.id(), Refusal.TOO_MANY_TOPICS);
            return;
        }
        TopicState topic = require(name);
        peer.topics().add(topic);
        topic.subscribers().add(peer);
        if (peer.isAlwaysSentTo()) {
            topic.outsiders().add(peer);
        }
    }

    /** {@code peer} no longer listens to {@code topic}. */
    void unsubscribe(PeerState peer, TopicState topic) {
        peer.topics().remove(topic);
        topic.subscribers().remove(peer);
        topic.outsiders().remove(peer);
        topic.fanout().remove(peer);
        dropIfIdle(topic);
    }

    /** It is known by now what {@code peer} can do. */
    void regroup(PeerState peer) {
        for (TopicState topic : peer.topics()) {
            topic.outsiders().remove(peer);
            if (peer.isAlwaysSentTo()) {
                topic.outsiders().add(peer);
            }
        }
    }

    void dropIfIdle(TopicState topic) {
        if (topic.isIdle()) {
            topics.remove(topic.name());
        }
    }

    double score(PeerState peer) {
        return scores.score(peer.standing());
    }

    /** {@code peer} has done what has no effect, and may be worse for its score. */
    void refuse(PeerState peer, Refusal why) {
        observer.refused(peer.id(), why);
        if (why.blame() == Refusal.Blame.BREACH) {
            scores.breached(peer.standing(), 1);
        }
    }

    /** {@code peer} has brought a message that is none of {@code topic}. */
    void refuse(PeerState peer, TopicState topic, Refusal why) {
        observer.refused(peer.id(), why);
        if (why.blame() == Refusal.Blame.INVALID) {
            scores.broughtInvalid(peer.standing(), topic.name());
            peer.conduct().rejected();
        }
    }
}
