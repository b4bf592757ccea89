package dev.granary.reputation.kafka;

import dev.granary.reputation.config.ReviewConfig;
import dev.granary.reputation.ledger.Account;
import dev.granary.reputation.ledger.EvidenceLedger;
import dev.granary.reputation.ledger.Review;
import dev.granary.reputation.ledger.Reviewer;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Finds accounts whose scores are due, publishes what changed and writes down that it did. What could not be published
 * stays due in the ledger.
 */
@ApplicationScoped
class ReviewLoop {
    private static final Logger LOGGER = Logger.getLogger(ReviewLoop.class);

    private final EvidenceLedger ledger;
    private final ScorePublisher publisher;
    private final ReviewConfig config;
    private final Reviewer reviewer;
    private final Clock clock;
    private final Turns turns = new Turns();
    private final AtomicBoolean failing = new AtomicBoolean();
    private volatile List<Cancellable> loops = List.of();

    ReviewLoop(EvidenceLedger ledger, ScorePublisher publisher, ReviewConfig config, Reviewer reviewer, Clock clock) {
        this.ledger = ledger;
        this.publisher = publisher;
        this.config = config;
        this.reviewer = reviewer;
        this.clock = clock;
    }

    void onStart(@Observes StartupEvent event) {
        loops = List.of(every(config.every(), this::reviewLeftOver), every(config.sweepEvery(), this::sweep));
    }

    void onStop(@Observes ShutdownEvent event) {
        loops.forEach(Cancellable::cancel);
    }

    /** Does {@code work} again and again, with a pause between; late ones are left out. */
    static Cancellable every(Duration pause, Supplier<Uni<Void>> work) {
        return Multi.createFrom()
                .ticks()
                .startingAfter(pause)
                .every(pause)
                .onOverflow()
                .drop()
                .onItem()
                .transformToUniAndConcatenate(_ -> work.get())
                .subscribe()
                .with(_ -> {}, failure -> LOGGER.error("A loop has ended", failure));
    }

    /** Reviews what {@code causes} have just made due, when the round under way has ended; never fails. */
    Uni<Void> review(Causes causes) {
        return turns.after(round(Duration.ZERO, causes));
    }

    /** What nobody reviewed at once: time has passed, or Kafka was away. */
    private Uni<Void> reviewLeftOver() {
        return turns.isBusy() ? Uni.createFrom().voidItem() : turns.after(round(config.leftOverAfter(), Causes.NONE));
    }

    private Uni<Void> round(Duration dueFor, Causes causes) {
        return Uni.createFrom()
                .deferred(() -> publishDue(dueFor, clock.instant(), causes))
                .invoke(() -> failing.set(false))
                .onFailure()
                .invoke(this::tellOnce)
                .onFailure()
                .recoverWithNull();
    }

    private Uni<Void> publishDue(Duration dueFor, Instant now, Causes causes) {
        return Uni.createFrom()
                .completionStage(() -> ledger.listDue(now.minus(dueFor), config.batch()))
                .chain(accounts -> accounts.isEmpty() ? Uni.createFrom().voidItem() : publish(accounts, now, causes));
    }

    private Uni<Void> publish(List<Account> accounts, Instant now, Causes causes) {
        List<Review> reviews =
                accounts.stream().map(account -> reviewer.review(account, now)).toList();
        return publisher
                .publish(reviews.stream().filter(Review::publish).toList(), causes)
                .chain(() -> Uni.createFrom().completionStage(() -> ledger.close(reviews)));
    }

    private Uni<Void> sweep() {
        return Uni.createFrom()
                .completionStage(() -> ledger.sweep(clock.instant()))
                .invoke(swept -> LOGGER.debugf(
                        "Forgot %d lines, %d sources, %d groups", swept.lines(), swept.sources(), swept.groups()))
                .replaceWithVoid()
                .onFailure()
                .invoke(this::tellOnce)
                .onFailure()
                .recoverWithNull();
    }

    private void tellOnce(Throwable failure) {
        if (failing.compareAndSet(false, true)) {
            LOGGER.warnf("Scores can't be published for now and stay due: %s", failure.getMessage());
        }
    }
}
