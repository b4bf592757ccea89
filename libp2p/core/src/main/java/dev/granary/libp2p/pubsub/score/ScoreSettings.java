package dev.granary.libp2p.pubsub.score;

import dev.granary.libp2p.limits.IpRange;
import dev.granary.libp2p.multiformats.PeerId;
import java.time.Duration;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * How peers are scored, and from which score on they are treated worse.
 *
 * @param topicCap the most that all topics together are worth
 * @param application P5: what the program thinks of a peer
 * @param tick after which counters fade
 * @param retention how long a bad score outlives the last connection
 * @param retained peers without a connection whose score is kept
 */
public record ScoreSettings(
        Thresholds thresholds,
        double topicCap,
        ToDoubleFunction<PeerId> application,
        Colocation colocation,
        Behaviour behaviour,
        Duration tick,
        Duration retention,
        int retained) {
    public static final ScoreSettings STANDARD = new ScoreSettings(
            Thresholds.STANDARD,
            500,
            peer -> 0,
            Colocation.STANDARD,
            Behaviour.STANDARD,
            Duration.ofSeconds(1),
            Duration.ofHours(6),
            4096);

    public ScoreSettings {
        if (!tick.isPositive() || !retention.isPositive() || retained < 0 || !(topicCap > 0)) {
            throw new IllegalArgumentException("need positive times and a positive cap");
        }
    }

    public ScoreSettings withThresholds(Thresholds others) {
        return new ScoreSettings(others, topicCap, application, colocation, behaviour, tick, retention, retained);
    }

    public ScoreSettings withApplication(ToDoubleFunction<PeerId> opinion) {
        return new ScoreSettings(thresholds, topicCap, opinion, colocation, behaviour, tick, retention, retained);
    }

    public ScoreSettings withColocation(Colocation other) {
        return new ScoreSettings(thresholds, topicCap, application, other, behaviour, tick, retention, retained);
    }

    /**
     * Scores that part peers.
     *
     * @param gossip below it no gossip is sent or taken
     * @param publish below it our own messages are not sent
     * @param graylist below it nothing is taken at all
     * @param exchange from it on the peers that it names are dialled
     * @param opportunistic when the median of a mesh is below it better peers are grafted
     */
    public record Thresholds(double gossip, double publish, double graylist, double exchange, double opportunistic) {
        public static final Thresholds STANDARD = new Thresholds(-500, -1000, -2500, 1000, 2.5);

        public Thresholds {
            if (!(gossip <= 0 && publish <= gossip && graylist <= publish && exchange >= 0 && opportunistic >= 0)) {
                throw new IllegalArgumentException(
                        "need graylist <= publish <= gossip <= 0 <= exchange and 0 <= opportunistic");
            }
        }
    }

    /**
     * P6: many peers at one IP address.
     *
     * @param threshold how many may be
     * @param weight of the square of those beyond it, 0 or less
     * @param exempt where any number may be
     */
    public record Colocation(int threshold, double weight, List<IpRange> exempt) {
        public static final Colocation STANDARD =
                new Colocation(5, -100, List.of(IpRange.parse("127.0.0.0/8"), IpRange.parse("::1/128")));

        public Colocation {
            exempt = List.copyOf(exempt);
            if (threshold < 1 || weight > 0) {
                throw new IllegalArgumentException("need a positive threshold and a weight of 0 or less");
            }
        }
    }

    /**
     * P7: breaches of the protocol.
     *
     * @param threshold how many are forgiven
     * @param weight of the square of those beyond it, 0 or less
     * @param decay the time within which one is forgotten
     */
    public record Behaviour(double threshold, double weight, Duration decay) {
        public static final Behaviour STANDARD = new Behaviour(6, -10, Duration.ofHours(1));

        public Behaviour {
            if (!(threshold >= 0) || weight > 0 || !decay.isPositive()) {
                throw new IllegalArgumentException("need a threshold, a weight of 0 or less and a positive decay");
            }
        }
    }
}
