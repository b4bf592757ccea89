package dev.granary.fetchverify.breaker;

import dev.granary.fetchverify.breaker.Breaker.Admission;
import dev.granary.fetchverify.breaker.Breaker.Pass;
import java.time.InstantSource;
import java.util.Optional;

/** Keeps calls away from a helper that fails: one {@link Breaker} for all who call it. Safe for threads. */
public final class HelperGuard {
    private final InstantSource clock;
    private Breaker breaker;

    /**
     * @param clock one that nobody sets
     */
    public HelperGuard(Breaker.Rules rules, InstantSource clock) {
        this.clock = clock;
        this.breaker = Breaker.closed(rules);
    }

    /** Leave to make one call now; whoever has it reports what came of the call. */
    public synchronized Optional<Pass> tryEnter() {
        return switch (breaker.admit(clock.instant())) {
            case Admission.Admitted(Breaker next, Pass pass) -> {
                breaker = next;
                yield Optional.of(pass);
            }
            case Admission.Refused _ -> Optional.empty();
        };
    }

    /** The call of {@code pass} succeeded. */
    public synchronized void onSuccess(Pass pass) {
        breaker = breaker.onSuccess(pass);
    }

    /** The call of {@code pass} failed. */
    public synchronized void onFailure(Pass pass) {
        breaker = breaker.onFailure(pass, clock.instant());
    }

    /** Whether calls are refused at present, but for one that tries. */
    public synchronized boolean isOpen() {
        return !(breaker instanceof Breaker.Closed);
    }
}
