package dev.granary.reputation.kafka;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import org.jboss.logging.Logger;

/** Tries until it is done: no event is dropped because a server is away. */
final class Persistence {
    private static final Logger LOGGER = Logger.getLogger(Persistence.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private Persistence() {}

    /** {@code work}, subscribed again after each failure, with growing pauses. */
    static <T> Uni<T> of(String what, Uni<T> work) {
        return work.onFailure()
                .invoke(failure -> LOGGER.warnf("Could not %s, trying again: %s", what, failure.getMessage()))
                .onFailure()
                .retry()
                .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
                .indefinitely();
    }
}
