package dev.granary.reputation.kafka;

import com.google.protobuf.Timestamp;
import dev.granary.contracts.v1.ReputationScored;
import dev.granary.reputation.config.ReviewConfig;
import dev.granary.reputation.ledger.Review;
import dev.granary.reputation.score.Assessment;
import dev.granary.service.telemetry.SiteConfig;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;

/** Tells others the scores that changed. */
@ApplicationScoped
class ScorePublisher {
    private final MutinyEmitter<byte[]> channel;
    private final ReviewConfig config;
    private final String site;
    private final Meters meters;

    ScorePublisher(
            @Channel("reputation-scored") @OnOverflow(value = OnOverflow.Strategy.BUFFER, bufferSize = 1024)
                    MutinyEmitter<byte[]> channel,
            ReviewConfig config,
            SiteConfig site,
            Meters meters) {
        this.channel = channel;
        this.config = config;
        this.site = site.name();
        this.meters = meters;
    }

    /**
     * Sends one message per review, within the trace of its cause; done when Kafka has acknowledged all, failed when
     * not all in time.
     */
    Uni<Void> publish(List<Review> reviews, Causes causes) {
        if (reviews.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        List<Uni<Void>> sent = reviews.stream()
                .map(review -> channel.sendMessage(Envelope.within(causes.of(review.source()), message(review))))
                .toList();
        return Uni.join()
                .all(sent)
                .andCollectFailures()
                .ifNoItem()
                .after(config.publishTimeout())
                .fail()
                .onItemOrFailure()
                .invoke((_, failure) -> meters.countPublications(failure == null, reviews.size()))
                .replaceWithVoid();
    }

    private Message<byte[]> message(Review review) {
        UUID eventId = UUID.randomUUID();
        Assessment scores = review.explanation().assessment();
        ReputationScored.Builder event = ReputationScored.newBuilder()
                .setEventId(eventId.toString())
                .setOccurredAt(timestamp(scores.at()))
                .setSite(site)
                .setSource(review.source().toString())
                .setSeedScore(scores.seedScore())
                .setScore(scores.score())
                .setEligible(scores.isEligible())
                .setVerifiedWeight(scores.remaining().verified())
                .setFailedWeight(scores.remaining().failed())
                .setCorruptWeight(scores.remaining().corrupt())
                .setExplanation(review.explanation().sentence());
        scores.quarantinedUntil().ifPresent(until -> event.setQuarantinedUntil(timestamp(until)));
        String type = ReputationScored.getDescriptor().getFullName();
        return Envelope.of(review.source().toString(), eventId, scores.at(), event.build(), type);
    }

    private static Timestamp timestamp(Instant time) {
        return Timestamp.newBuilder()
                .setSeconds(time.getEpochSecond())
                .setNanos(time.getNano())
                .build();
    }
}
