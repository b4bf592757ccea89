package dev.granary.local.supervision;

import java.time.Duration;

/**
 * The patience of the supervisor; an instance is always usable.
 *
 * @param startLimit how long a process may take from its start until it is ready
 * @param settleLimit how long a process that starts may lack something that it needs before it counts as ready without it
 * @param startTries how many times a required component may fail while the stack comes up
 * @param hangLimit how long a process may be silent after it was ready before it is ended
 * @param stopLimit how long a process may take to end in its own way
 * @param probes how often it is asked
 * @param backOff how long it waits before a restart
 */
public record SupervisionSettings(
        Duration startLimit,
        Duration settleLimit,
        int startTries,
        Duration hangLimit,
        Duration stopLimit,
        ProbeRhythm probes,
        BackOff backOff) {
    public static final SupervisionSettings USUAL = new SupervisionSettings(
            Duration.ofSeconds(90),
            Duration.ofSeconds(3),
            3,
            Duration.ofMinutes(1),
            Duration.ofSeconds(20),
            new ProbeRhythm(Duration.ofMillis(100), Duration.ofSeconds(2), 3),
            new BackOff(Duration.ofMillis(500), Duration.ofSeconds(30), Duration.ofMinutes(1)));

    /** The same with another patience for processes that are to end. */
    public SupervisionSettings withStopLimit(Duration limit) {
        return new SupervisionSettings(startLimit, settleLimit, startTries, hangLimit, limit, probes, backOff);
    }

    public SupervisionSettings {
        if (!startLimit.isPositive()
                || !settleLimit.isPositive()
                || !hangLimit.isPositive()
                || !stopLimit.isPositive()
                || startTries < 1) {
            throw new IllegalArgumentException("limits are positive: " + startLimit + ", " + settleLimit + ", "
                    + startTries + " tries, " + hangLimit + ", " + stopLimit);
        }
    }

    /**
     * How often a component is asked whether it does its work.
     *
     * @param comingUp the pause between two questions to a component that is not ready
     * @param ready the pause between two questions to one that is
     * @param misses how many unanswered questions in a row make a ready one unready
     */
    public record ProbeRhythm(Duration comingUp, Duration ready, int misses) {
        public ProbeRhythm {
            if (!comingUp.isPositive() || !ready.isPositive() || misses < 1) {
                throw new IllegalArgumentException("pauses are positive: " + comingUp + ", " + ready + ", " + misses);
            }
        }
    }
}
