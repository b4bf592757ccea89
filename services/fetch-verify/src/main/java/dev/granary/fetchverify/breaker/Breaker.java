package dev.granary.fetchverify.breaker;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;

/**
 * Whether a host, or a helper, is asked at all. Immutable: each event returns the breaker that follows.
 *
 * <pre>
 *            failures in a row              delay over, next request
 *  Closed ───────────────────────► Open ───────────────────────► Probing
 *    ▲                              ▲ ▲                             │ │
 *    │                              │ └── probe failed, or silent ──┘ │
 *    └──────────────────────────────┼──────── probe succeeded ────────┘
 * </pre>
 *
 * <p>While one probe is out nothing else is admitted; a probe that never reports counts as failed once its time is over,
 * so the breaker can't stay half open for ever. Reports of requests that were admitted before the breaker opened are
 * told apart by their {@link Pass} and change nothing any more.
 */
public sealed interface Breaker {
    /** Permission to send one request; given back with what came of it. */
    record Pass(long probe) {
        private static final Pass ORDINARY = new Pass(0);

        /** Whether this request finds out if the host is back: what it meets is to be told as soon as it is known. */
        public boolean isProbe() {
            return probe != 0;
        }
    }

    /**
     * Limits of a breaker; an instance is always usable.
     *
     * @param failures requests that failed in a row, whatever retries they made, and open it
     * @param openFor how long nothing is asked
     * @param probeFor how long a probe may take before it counts as failed
     */
    record Rules(int failures, Duration openFor, Duration probeFor) {
        public Rules {
            if (failures < 1 || !openFor.isPositive() || !probeFor.isPositive()) {
                throw new IllegalArgumentException("need at least one failure and positive times, was " + failures
                        + ", " + openFor + ", " + probeFor);
            }
        }
    }

    /** The answer to a request that wants to be sent. */
    sealed interface Admission {
        /** Send it; {@code next} is the breaker from now on. */
        record Admitted(Breaker next, Pass pass) implements Admission {}

        /** Don't; asking again makes sense after {@code retryAfter}. */
        record Refused(Duration retryAfter) implements Admission {}
    }

    /** May a request be sent at {@code now}? */
    Admission admit(Instant now);

    /** The breaker after the host answered the request of {@code pass} as it should. */
    Breaker onSuccess(Pass pass);

    /** The breaker after the request of {@code pass} failed by the host's fault at {@code now}. */
    Breaker onFailure(Pass pass, Instant now);

    /** The breaker after the request of {@code pass} ended without telling anything about the host. */
    Breaker onNothing(Pass pass, Instant now);

    /** A breaker that lets everything through. */
    static Breaker closed(Rules rules) {
        return new Closed(rules, 0, 0);
    }

    /** All is well, or not yet bad enough. */
    record Closed(Rules rules, int failures, long probes) implements Breaker {
        public Closed {
            requireNonNull(rules, "rules");
        }

        @Override
        public Admission admit(Instant now) {
            return new Admission.Admitted(this, Pass.ORDINARY);
        }

        @Override
        public Breaker onSuccess(Pass pass) {
            return failures == 0 || pass.isProbe() ? this : new Closed(rules, 0, probes);
        }

        @Override
        public Breaker onFailure(Pass pass, Instant now) {
            return failures + 1 >= rules.failures()
                    ? new Open(rules, now.plus(rules.openFor()), probes)
                    : new Closed(rules, failures + 1, probes);
        }

        @Override
        public Breaker onNothing(Pass pass, Instant now) {
            return this;
        }
    }

    /** Nothing is asked until {@code until}. */
    record Open(Rules rules, Instant until, long probes) implements Breaker {
        public Open {
            requireNonNull(rules, "rules");
            requireNonNull(until, "until");
        }

        @Override
        public Admission admit(Instant now) {
            if (now.isBefore(until)) {
                return new Admission.Refused(Duration.between(now, until));
            }
            long probe = probes + 1;
            return new Admission.Admitted(new Probing(rules, now.plus(rules.probeFor()), probe), new Pass(probe));
        }

        @Override
        public Breaker onSuccess(Pass pass) {
            return this;
        }

        @Override
        public Breaker onFailure(Pass pass, Instant now) {
            return this;
        }

        @Override
        public Breaker onNothing(Pass pass, Instant now) {
            return this;
        }
    }

    /** One request is out to see whether the host is back. */
    record Probing(Rules rules, Instant deadline, long probe) implements Breaker {
        public Probing {
            requireNonNull(rules, "rules");
            requireNonNull(deadline, "deadline");
        }

        @Override
        public Admission admit(Instant now) {
            return now.isBefore(deadline)
                    ? new Admission.Refused(Duration.between(now, deadline))
                    : failedAt(deadline).admit(now);
        }

        @Override
        public Breaker onSuccess(Pass pass) {
            return pass.probe() == probe ? new Closed(rules, 0, probe) : this;
        }

        @Override
        public Breaker onFailure(Pass pass, Instant now) {
            return pass.probe() == probe ? failedAt(now) : this;
        }

        /** A probe that was called off told nothing: the next request may be the probe. */
        @Override
        public Breaker onNothing(Pass pass, Instant now) {
            return pass.probe() == probe ? new Open(rules, now, probe) : this;
        }

        private Open failedAt(Instant time) {
            return new Open(rules, time.plus(rules.openFor()), probe);
        }
    }
}
