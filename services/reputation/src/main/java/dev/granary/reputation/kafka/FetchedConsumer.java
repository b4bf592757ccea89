package dev.granary.reputation.kafka;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;

/** Takes batches of {@code artifact.fetched}, one after the other, and acknowledges each after its effect. */
@ApplicationScoped
class FetchedConsumer {
    private final BatchSorter sorter;
    private final EvidenceIntake intake;
    private final DeadLetters deadLetters;
    private final ReviewLoop reviews;
    private final BatchSpan span;

    FetchedConsumer(
            BatchSorter sorter, EvidenceIntake intake, DeadLetters deadLetters, ReviewLoop reviews, BatchSpan span) {
        this.sorter = sorter;
        this.intake = intake;
        this.deadLetters = deadLetters;
        this.reviews = reviews;
        this.span = span;
    }

    @Incoming("artifact-fetched")
    Uni<Void> on(Message<List<byte[]>> batch) {
        BatchSorter.Sorted sorted = sorter.sort(batch);
        return span.around(batch, causes -> deadLetters
                .keep(sorted.letters(), causes.batch())
                .chain(() -> intake.count(sorted.observations()))
                .chain(() -> Uni.createFrom().completionStage(batch::ack))
                .chain(() -> reviews.review(causes)));
    }
}
