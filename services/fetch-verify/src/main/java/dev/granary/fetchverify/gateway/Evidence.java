package dev.granary.fetchverify.gateway;

import dev.granary.fetchverify.FetchVerifyError;
import dev.granary.fetchverify.event.EventMessages;
import dev.granary.fetchverify.event.FetchOutcome;
import dev.granary.fetchverify.event.FetchResult;
import dev.granary.fetchverify.event.FetchResult.Tracing;
import dev.granary.fetchverify.event.Outbox;
import dev.granary.fetchverify.event.OutgoingEvent;
import dev.granary.fetchverify.format.DocumentKey;
import dev.granary.fetchverify.receipt.Receipt;
import dev.granary.fetchverify.source.Upstream;
import dev.granary.fetchverify.source.UpstreamAnswer;
import dev.granary.fetchverify.source.UpstreamAnswer.Unavailable;
import dev.granary.fetchverify.store.ArtifactRecord;
import dev.granary.kernel.PackageCoordinate;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Tells the other services what came of each fetch. */
public final class Evidence {
    private static final Logger LOGGER = Logger.getLogger(Evidence.class);

    private final Outbox outbox;
    private final EventMessages messages;
    private final InstantSource clock;

    public Evidence(Outbox outbox, EventMessages messages, InstantSource clock) {
        this.outbox = outbox;
        this.messages = messages;
        this.clock = clock;
    }

    /** Tells of a fetch that brought nothing to store. */
    void fetchFailed(FetchResult result) {
        append(List.of(messages.fetched(result, newId(), clock.instant(), Optional.empty())));
    }

    /** Tells of a stored artifact, and of the fetch that brought it, in one durable step. */
    void stored(FetchResult result, ArtifactRecord artifact, Receipt receipt) {
        append(List.of(
                messages.fetched(result, newId(), receipt.at(), Optional.of(artifact)),
                messages.stored(artifact, receipt, result.tracing().traceparent())));
    }

    /** Tells of an upstream that was asked for a document and gave no answer. */
    void documentNotGiven(Upstream upstream, DocumentKey key, UpstreamAnswer answer) {
        if (answer instanceof Unavailable(String sentence, boolean asked, var retryAfter) && asked) {
            fetchFailed(new FetchResult(
                    key.coordinate().map(PackageCoordinate::toString).orElse(""),
                    key.path(),
                    upstream.id(),
                    FetchOutcome.FAILED,
                    FetchVerifyError.UPSTREAM_UNREACHABLE.name(),
                    0,
                    1,
                    new Tracing("", "", List.of())));
        }
    }

    private void append(List<OutgoingEvent> events) {
        switch (outbox.append(events)) {
            case ACCEPTED -> {}
            case FULL -> LOGGER.warnf("the outbox is full: %d events are lost, and counted", events.size());
        }
    }

    private static String newId() {
        return UUID.randomUUID().toString();
    }
}
