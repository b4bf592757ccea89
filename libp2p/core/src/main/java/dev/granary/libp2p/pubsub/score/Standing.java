package dev.granary.libp2p.pubsub.score;

import dev.granary.libp2p.multiformats.PeerId;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What one peer did; see {@link PeerScores}, which keeps it. */
public final class Standing {
    private final PeerId peer;
    /** Topics in which it did something; few, so a map is made for the first one only. */
    private Map<String, TopicStanding> topics = Map.of();

    private @Nullable IpNeighbours neighbours;
    private double breaches;
    private boolean connected;
    private long goneAt;
    private double score;
    private boolean stale = true;

    Standing(PeerId peer) {
        this.peer = peer;
    }

    /** Peers at one IP address. */
    static final class IpNeighbours {
        private final InetAddress address;
        private final boolean exempt;
        private final List<Standing> standings = new ArrayList<>(1);

        IpNeighbours(InetAddress address, boolean exempt) {
            this.address = address;
            this.exempt = exempt;
        }

        InetAddress address() {
            return address;
        }

        boolean isEmpty() {
            return standings.isEmpty();
        }
    }

    public PeerId peer() {
        return peer;
    }

    boolean isConnected() {
        return connected;
    }

    long goneAt() {
        return goneAt;
    }

    void arrive(Optional<IpNeighbours> place) {
        connected = true;
        place.ifPresent(there -> {
            neighbours = there;
            there.standings.add(this);
            there.standings.forEach(Standing::outdate);
        });
        stale = true;
    }

    /** The place that it has left. */
    Optional<IpNeighbours> leave(long now) {
        connected = false;
        goneAt = now;
        topics.values().forEach(TopicStanding::pruned);
        IpNeighbours left = neighbours;
        neighbours = null;
        if (left != null) {
            left.standings.remove(this);
            left.standings.forEach(Standing::outdate);
        }
        stale = true;
        return Optional.ofNullable(left);
    }

    @Nullable
    TopicStanding topic(String name) {
        stale = true;
        return topics.get(name);
    }

    TopicStanding put(String name, TopicStanding standing) {
        if (topics.isEmpty()) {
            topics = new LinkedHashMap<>(2);
        }
        topics.put(name, standing);
        return standing;
    }

    void breach(int count) {
        breaches += count;
        stale = true;
    }

    void outdate() {
        stale = true;
    }

    /** Lets counters fade. Most peers have none most of the time, which costs next to nothing. */
    void tick(long now, double factor) {
        if (breaches > 0) {
            breaches = Decay.apply(breaches, factor);
        }
        if (!topics.isEmpty()) {
            for (TopicStanding topic : topics.values()) {
                topic.tick(now);
            }
        }
        stale = true;
    }

    double score(ScoreSettings settings) {
        if (stale) {
            score = compute(settings);
            stale = false;
        }
        return score;
    }

    private double compute(ScoreSettings settings) {
        double sum = 0;
        for (TopicStanding topic : topics.values()) {
            sum += topic.score();
        }
        sum = Math.min(sum, settings.topicCap()) + settings.application().applyAsDouble(peer);
        if (neighbours != null && !neighbours.exempt) {
            double surplus = Math.max(
                    0, neighbours.standings.size() - settings.colocation().threshold());
            sum += surplus * surplus * settings.colocation().weight();
        }
        double excess = Math.max(0, breaches - settings.behaviour().threshold());
        return sum + excess * excess * settings.behaviour().weight();
    }
}
