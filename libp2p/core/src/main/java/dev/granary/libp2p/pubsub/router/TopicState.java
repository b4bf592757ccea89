package dev.granary.libp2p.pubsub.router;

import dev.granary.libp2p.multiformats.PeerId;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** What a router knows of a topic: of those that we subscribed to or publish to, and of those that peers did. */
final class TopicState {
    /** Peers whose back-offs are remembered. */
    private static final int MOST_BACKOFFS = 4096;

    private final String name;
    private final TopicRules rules;
    private final Set<PeerState> subscribers = new LinkedHashSet<>();
    /** Subscribers that messages go to without a mesh. */
    private final Set<PeerState> outsiders = new LinkedHashSet<>(0);

    private final Set<PeerState> mesh = new LinkedHashSet<>(0);
    private final Set<PeerState> fanout = new LinkedHashSet<>(0);
    /** Until when peers are not grafted, in nanoseconds; also of peers that have left. */
    private final Map<PeerId, Long> backoffs = new LinkedHashMap<>(0);

    private boolean joined;
    private long publishedAt;

    TopicState(String name, TopicRules rules) {
        this.name = name;
        this.rules = rules;
    }

    String name() {
        return name;
    }

    TopicRules rules() {
        return rules;
    }

    Set<PeerState> subscribers() {
        return subscribers;
    }

    Set<PeerState> outsiders() {
        return outsiders;
    }

    Set<PeerState> mesh() {
        return mesh;
    }

    Set<PeerState> fanout() {
        return fanout;
    }

    boolean isJoined() {
        return joined;
    }

    void joined(boolean now) {
        joined = now;
    }

    long publishedAt() {
        return publishedAt;
    }

    void publishedAt(long now) {
        publishedAt = now;
    }

    /** Notes that {@code peer} is not grafted before {@code until}, unless it is noted for longer. */
    void backOff(PeerId peer, long until) {
        backoffs.merge(peer, until, (old, wanted) -> wanted - old > 0 ? wanted : old);
        if (backoffs.size() > MOST_BACKOFFS) {
            backoffs.remove(backoffs.keySet().iterator().next());
        }
    }

    /** Whether {@code peer} is not to be grafted until {@code slack} after its back-off, if it has one. */
    boolean backsOff(PeerId peer, long now, long slack) {
        Long until = backoffs.isEmpty() ? null : backoffs.get(peer);
        return until != null && now - until < slack;
    }

    /** Nanoseconds for which {@code peer} is to back off still; 0 or less when it need not. */
    long backoff(PeerId peer, long now) {
        Long until = backoffs.isEmpty() ? null : backoffs.get(peer);
        return until == null ? 0 : until - now;
    }

    /** Forgets back-offs that have been over for {@code slack}. */
    void forgetBackoffs(long now, long slack) {
        if (!backoffs.isEmpty()) {
            backoffs.values().removeIf(until -> now - until > slack);
        }
    }

    /** Whether nothing is lost by forgetting it. */
    boolean isIdle() {
        return !joined && subscribers.isEmpty() && fanout.isEmpty() && backoffs.isEmpty();
    }
}
