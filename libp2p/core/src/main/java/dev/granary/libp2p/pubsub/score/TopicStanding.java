package dev.granary.libp2p.pubsub.score;

import java.time.Duration;

/** What one peer did in one topic. */
final class TopicStanding {
    private final TopicScoreSettings settings;
    private final Factors factors;
    private boolean inMesh;
    private boolean active;
    private long graftedAt;
    private long meshNanos;
    private double firstDeliveries;
    private double meshDeliveries;
    private double meshFailures;
    private double invalid;

    TopicStanding(TopicScoreSettings settings, Factors factors) {
        this.settings = settings;
        this.factors = factors;
    }

    /** How much is left of each counter after a tick; one for all peers of a topic. */
    record Factors(double firstDeliveries, double meshDeliveries, double meshFailures, double invalid) {
        static Factors of(TopicScoreSettings settings, Duration tick) {
            return new Factors(
                    Decay.factor(settings.firstDeliveries().decay(), tick),
                    Decay.factor(settings.meshDeliveries().rate().decay(), tick),
                    Decay.factor(settings.meshDeliveries().failureDecay(), tick),
                    Decay.factor(settings.invalidDecay(), tick));
        }
    }

    void grafted(long now) {
        inMesh = true;
        active = false;
        graftedAt = now;
        meshNanos = 0;
    }

    void pruned() {
        meshFailures += inMesh && active ? missing() * missing() : 0;
        inMesh = false;
    }

    void deliveredFirst() {
        firstDeliveries =
                Math.min(firstDeliveries + 1, settings.firstDeliveries().cap());
    }

    void delivered() {
        if (inMesh) {
            meshDeliveries = Math.min(
                    meshDeliveries + 1, settings.meshDeliveries().rate().cap());
        }
    }

    void broughtInvalid() {
        invalid++;
    }

    void tick(long now) {
        firstDeliveries = Decay.apply(firstDeliveries, factors.firstDeliveries());
        meshDeliveries = Decay.apply(meshDeliveries, factors.meshDeliveries());
        meshFailures = Decay.apply(meshFailures, factors.meshFailures());
        invalid = Decay.apply(invalid, factors.invalid());
        if (inMesh) {
            // ticks lag behind: it may have been grafted since
            meshNanos = Math.max(0, now - graftedAt);
            active = meshNanos > settings.meshDeliveries().activation().toNanos();
        }
    }

    private double missing() {
        return Math.max(0, settings.meshDeliveries().threshold() - meshDeliveries);
    }

    double score() {
        double sum = firstDeliveries * settings.firstDeliveries().weight();
        if (inMesh) {
            double quanta = (double) meshNanos / settings.meshQuantum().toNanos();
            sum += Math.min(quanta, settings.timeInMesh().cap())
                    * settings.timeInMesh().weight();
        }
        if (settings.meshDeliveries().isOn()) {
            double expected = inMesh && active ? missing() * missing() : 0;
            sum += expected * settings.meshDeliveries().rate().weight();
            sum += meshFailures * settings.meshDeliveries().failureWeight();
        }
        sum += invalid * invalid * settings.invalidWeight();
        return sum * settings.weight();
    }
}
