package dev.granary.libp2p.pubsub.score;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Decides, while more messages come than we can check, whose are looked at: by chance, the likelier the more of a peer's
 * messages were good. Control messages always pass.
 */
public final class PeerGater {
    private static final Duration TICK = Duration.ofSeconds(1);

    private final GaterSettings settings;
    private final RandomGenerator random;
    private final double globalFactor;
    private final double peerFactor;
    private double throttled;
    private double validated;
    private @Nullable Long throttledAt;
    private long tickedAt;

    public PeerGater(GaterSettings settings, RandomGenerator random, long now) {
        this.settings = settings;
        this.random = random;
        this.globalFactor = Decay.factor(settings.globalDecay(), TICK);
        this.peerFactor = Decay.factor(settings.peerDecay(), TICK);
        this.tickedAt = now;
    }

    /** What one peer brought, counted by those who carry messages and faded by their gater. */
    public static final class Conduct {
        private double delivered;
        private double duplicate;
        private double ignored;
        private double rejected;

        private boolean isIdle() {
            return delivered + duplicate + ignored + rejected == 0;
        }

        public void delivered() {
            delivered++;
        }

        public void duplicate() {
            duplicate++;
        }

        public void ignored() {
            ignored++;
        }

        public void rejected() {
            rejected++;
        }
    }

    /** A message found room to be checked. */
    public void validated() {
        validated++;
    }

    /** A message found none. */
    public void throttled(long now) {
        throttled++;
        throttledAt = now;
    }

    /** Whether messages of a peer with this conduct are looked at. */
    public boolean admits(Conduct peer, long now) {
        if (throttledAt == null || now - throttledAt > settings.quiet().toNanos() || throttled == 0) {
            return true;
        }
        if (validated > 0 && throttled / validated < settings.threshold()) {
            return true;
        }
        double total = peer.delivered
                + settings.duplicateWeight() * peer.duplicate
                + settings.ignoredWeight() * peer.ignored
                + settings.rejectedWeight() * peer.rejected;
        // one more than it delivered, so that nobody is shut out for ever
        return total == 0 || random.nextDouble() < (1 + peer.delivered) / (1 + total);
    }

    /** Whether a tick has passed, after which {@link #fade} is to be called for each peer's conduct. */
    public boolean tick(long now) {
        if (now - tickedAt < TICK.toNanos()) {
            return false;
        }
        tickedAt = now;
        throttled = Decay.apply(throttled, globalFactor);
        validated = Decay.apply(validated, globalFactor);
        return true;
    }

    public void fade(Conduct peer) {
        if (peer.isIdle()) {
            return;
        }
        peer.delivered = Decay.apply(peer.delivered, peerFactor);
        peer.duplicate = Decay.apply(peer.duplicate, peerFactor);
        peer.ignored = Decay.apply(peer.ignored, peerFactor);
        peer.rejected = Decay.apply(peer.rejected, peerFactor);
    }
}
