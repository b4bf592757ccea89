package dev.granary.fetchverify.upstream;

import dev.granary.fetchverify.breaker.Breaker;
import dev.granary.fetchverify.breaker.Breaker.Admission;
import dev.granary.fetchverify.breaker.Breaker.Pass;
import dev.granary.fetchverify.source.Origin;
import dev.granary.fetchverify.source.RetryBudget;
import dev.granary.fetchverify.source.UpstreamAnswer.Unavailable;
import dev.granary.fetchverify.source.UpstreamRequest.Kind;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Everything that stands between the mirror and one host: its breaker, the time it asked to be left alone, the budget of
 * retries, and the places for requests. Safe for threads; no lock is held while anything waits.
 */
final class HostGate {
    private static final Logger LOGGER = Logger.getLogger(HostGate.class);
    private static final Duration SOON = Duration.ofSeconds(1);
    /** For each place this many may wait: more would only wait in vain. */
    private static final int WAITING_PER_PLACE = 16;

    /** Whether a request may be sent. */
    sealed interface Entry {
        /** Send it, and report with {@code pass} what came of it. */
        record Open(Pass pass) implements Entry {}

        /** Don't; the answer tells why. */
        record Shut(Unavailable answer) implements Entry {}
    }

    private final Origin host;
    private final InstantSource clock;
    private final UpstreamObserver observer;
    private final UpstreamLimits.Places limits;
    private final Map<Kind, Semaphore> places = new EnumMap<>(Kind.class);
    private final RetryBudget budget = new RetryBudget();
    private Breaker breaker;
    private Instant quietUntil = Instant.MIN;

    HostGate(Origin host, UpstreamLimits limits, InstantSource clock, UpstreamObserver observer) {
        this.host = host;
        this.clock = clock;
        this.observer = observer;
        this.limits = limits.places();
        this.breaker = Breaker.closed(limits.breaker());
        for (Kind kind : Kind.values()) {
            places.put(kind, new Semaphore(this.limits.of(kind), true));
        }
    }

    /** The time by which this gate goes. */
    Instant now() {
        return clock.instant();
    }

    Origin host() {
        return host;
    }

    /** Takes a place for a request of this kind, waiting a while for one; to be given back. */
    boolean takePlace(Kind kind) {
        Semaphore free = placesOf(kind);
        if (free.getQueueLength() >= limits.of(kind) * WAITING_PER_PLACE) {
            return false;
        }
        try {
            return free.tryAcquire(limits.patience().toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    void giveBackPlace(Kind kind) {
        placesOf(kind).release();
    }

    /** The answer when there is no place. */
    Unavailable overloaded() {
        return new Unavailable(
                "Too many requests to " + host.authority() + " are under way.", false, Optional.of(SOON));
    }

    /** Asks for leave to send a request now. */
    synchronized Entry enter() {
        Instant now = clock.instant();
        if (now.isBefore(quietUntil)) {
            return new Entry.Shut(new Unavailable(
                    host.authority() + " asked to be left alone for a while.",
                    false,
                    Optional.of(Duration.between(now, quietUntil))));
        }
        return switch (breaker.admit(now)) {
            case Admission.Admitted(Breaker next, Pass pass) -> {
                become(next);
                yield new Entry.Open(pass);
            }
            case Admission.Refused(Duration retryAfter) ->
                new Entry.Shut(new Unavailable(
                        host.authority() + " failed repeatedly and is not asked for a while.",
                        false,
                        Optional.of(retryAfter)));
        };
    }

    /** A good header came, its body is still to come: enough for a probe, not for the rest. */
    void onHeader(Pass pass) {
        if (pass.isProbe()) {
            onSuccess(pass);
        }
    }

    synchronized void onSuccess(Pass pass) {
        become(breaker.onSuccess(pass));
    }

    synchronized void onFailure(Pass pass) {
        become(breaker.onFailure(pass, clock.instant()));
    }

    synchronized void onNothing(Pass pass) {
        become(breaker.onNothing(pass, clock.instant()));
    }

    /** Asks nothing more for {@code duration}: the host said so. */
    synchronized void keepQuiet(Duration duration) {
        Instant until = clock.instant().plus(duration);
        if (until.isAfter(quietUntil)) {
            quietUntil = until;
            LOGGER.infof("%s asks to be left alone for %s", host.authority(), duration);
        }
    }

    synchronized void onRequest() {
        budget.onRequest();
    }

    synchronized boolean mayRetry() {
        return budget.tryRetry();
    }

    private void become(Breaker next) {
        UpstreamObserver.State before = UpstreamObserver.State.of(breaker);
        UpstreamObserver.State after = UpstreamObserver.State.of(next);
        breaker = next;
        if (before != after) {
            observer.onBreaker(host, after);
            LOGGER.infof("breaker of %s: %s, was %s", host.authority(), after, before);
        }
    }

    private Semaphore placesOf(Kind kind) {
        Semaphore semaphore = places.get(kind);
        if (semaphore == null) {
            throw new IllegalStateException("no places for " + kind);
        }
        return semaphore;
    }
}
