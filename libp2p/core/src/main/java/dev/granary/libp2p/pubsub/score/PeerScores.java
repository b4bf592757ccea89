package dev.granary.libp2p.pubsub.score;

import dev.granary.libp2p.limits.IpRange;
import dev.granary.libp2p.multiformats.PeerId;
import java.net.InetAddress;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The score of each peer, P1 to P7 of gossipsub 1.1. */
public final class PeerScores {
    private final ScoreSettings settings;
    private final Function<String, TopicScoreSettings> topicSettings;
    private final double breachFactor;
    /** Those connected, and those that left with a bad score. */
    private final Map<PeerId, Standing> standings = new LinkedHashMap<>();

    private final Map<InetAddress, Standing.IpNeighbours> places = new LinkedHashMap<>();
    private final Map<String, TopicStanding.Factors> factors = new LinkedHashMap<>();
    private int retained;
    private long tickedAt;

    /** @param topics what is done in each topic is worth */
    public PeerScores(ScoreSettings settings, Function<String, TopicScoreSettings> topics, long now) {
        this.settings = settings;
        this.topicSettings = topics;
        this.breachFactor = Decay.factor(settings.behaviour().decay(), settings.tick());
        this.tickedAt = now;
    }

    /** {@code peer} has come, with the score that it left with. */
    public Standing arrive(PeerId peer, Optional<InetAddress> ip) {
        Standing standing = standings.get(peer);
        if (standing == null) {
            standing = new Standing(peer);
            standings.put(peer, standing);
        } else if (standing.isConnected()) {
            return standing;
        } else {
            retained--;
        }
        standing.arrive(ip.map(this::place));
        return standing;
    }

    private Standing.IpNeighbours place(InetAddress ip) {
        return places.computeIfAbsent(ip, address -> new Standing.IpNeighbours(address, isExempt(address)));
    }

    private boolean isExempt(InetAddress ip) {
        for (IpRange range : settings.colocation().exempt()) {
            if (range.contains(ip)) {
                return true;
            }
        }
        return false;
    }

    /** Its last connection is over: what it did well is forgotten, what it did badly is not. */
    public void leave(Standing standing, long now) {
        if (!standing.isConnected()) {
            return;
        }
        standing.leave(now).filter(Standing.IpNeighbours::isEmpty).ifPresent(empty -> places.remove(empty.address()));
        standings.remove(standing.peer());
        if (score(standing) < 0 && settings.retained() > 0) {
            standings.put(standing.peer(), standing);
            retained++;
            forgetBeyondBound();
        }
    }

    private void forgetBeyondBound() {
        Iterator<Standing> all = standings.values().iterator();
        while (retained > settings.retained() && all.hasNext()) {
            if (!all.next().isConnected()) {
                all.remove();
                retained--;
            }
        }
    }

    public void grafted(Standing standing, String topic, long now) {
        topic(standing, topic).grafted(now);
    }

    public void pruned(Standing standing, String topic) {
        topic(standing, topic).pruned();
    }

    /** It was the first to bring a message that is good. */
    public void deliveredFirst(Standing standing, String topic) {
        TopicStanding there = topic(standing, topic);
        there.deliveredFirst();
        there.delivered();
    }

    /** It brought a good message in time, though not as the first. */
    public void delivered(Standing standing, String topic) {
        topic(standing, topic).delivered();
    }

    /** It brought a message that nobody should have passed on. */
    public void broughtInvalid(Standing standing, String topic) {
        topic(standing, topic).broughtInvalid();
    }

    /** It broke the protocol {@code count} times. */
    public void breached(Standing standing, int count) {
        standing.breach(count);
    }

    private TopicStanding topic(Standing standing, String name) {
        TopicStanding known = standing.topic(name);
        if (known != null) {
            return known;
        }
        TopicScoreSettings rules = topicSettings.apply(name);
        return standing.put(
                name,
                new TopicStanding(
                        rules, factors.computeIfAbsent(name, key -> TopicStanding.Factors.of(rules, settings.tick()))));
    }

    /** Lets counters fade by as many ticks as have passed, and forgets who left long ago. */
    public void refresh(long now) {
        long tick = settings.tick().toNanos();
        for (long due = (now - tickedAt) / tick; due > 0; due--) {
            tickedAt += tick;
            for (Standing standing : standings.values()) {
                if (standing.isConnected()) {
                    standing.tick(tickedAt, breachFactor);
                }
            }
        }
        if (retained > 0) {
            forgetOld(now);
        }
    }

    private void forgetOld(long now) {
        Iterator<Standing> all = standings.values().iterator();
        while (all.hasNext()) {
            Standing standing = all.next();
            if (!standing.isConnected()
                    && now - standing.goneAt() > settings.retention().toNanos()) {
                all.remove();
                retained--;
            }
        }
    }

    public double score(Standing standing) {
        return standing.score(settings);
    }

    public ScoreSettings.Thresholds thresholds() {
        return settings.thresholds();
    }

    /** Time after a message came first within which others are said to have delivered it, too, in nanoseconds. */
    public long deliveryWindow(String topic) {
        return topicSettings.apply(topic).meshDeliveries().window().toNanos();
    }
}
