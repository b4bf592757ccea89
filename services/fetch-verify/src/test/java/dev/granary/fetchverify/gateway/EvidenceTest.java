package dev.granary.fetchverify.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.granary.contracts.Topics;
import dev.granary.contracts.v1.ArtifactFetched;
import dev.granary.contracts.v1.ArtifactStored;
import dev.granary.fetchverify.event.EventMessages;
import dev.granary.fetchverify.event.FetchOutcome;
import dev.granary.fetchverify.event.FetchResult;
import dev.granary.fetchverify.event.FetchResult.Tracing;
import dev.granary.fetchverify.event.MemoryOutbox;
import dev.granary.fetchverify.event.OutgoingEvent;
import dev.granary.fetchverify.receipt.Receipt;
import dev.granary.fetchverify.source.UpstreamAnswer.Absent;
import dev.granary.fetchverify.source.UpstreamAnswer.Unavailable;
import dev.granary.fetchverify.store.ArtifactRecord;
import dev.granary.fetchverify.store.SampleRecords;
import dev.granary.testing.ManualClock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EvidenceTest {
    private static final ArtifactRecord ARTIFACT = SampleRecords.artifact(
            SampleRecords.version("left-pad", "1.3.0"), "left-pad/-/left-pad-1.3.0.tgz", "bytes");

    private final ManualClock clock = ManualClock.at(SampleRecords.NOW);
    private final MemoryOutbox outbox = new MemoryOutbox(10);
    private final Evidence evidence = new Evidence(outbox, new EventMessages("berlin"), clock);

    @Test
    void aStoredArtifactIsToldOfTogetherWithItsFetch() {
        // Given
        Receipt receipt = ARTIFACT.receipt().orElseThrow();

        // When
        evidence.stored(result(FetchOutcome.VERIFIED, ""), ARTIFACT, receipt);

        // Then
        assertThat(outbox.appended())
                .extracting(OutgoingEvent::topic)
                .containsExactly(Topics.ARTIFACT_FETCHED, Topics.ARTIFACT_STORED);
        ArtifactFetched fetched = (ArtifactFetched) outbox.appended().get(0).message();
        ArtifactStored stored = (ArtifactStored) outbox.appended().get(1).message();
        assertThat(fetched.getSite()).isEqualTo("berlin");
        assertThat(fetched.getArtifact()).isEqualTo(stored.getArtifact());
        assertThat(stored.getEventId()).isEqualTo(receipt.eventId());
        assertThat(stored.getArtifact().getPurl()).isEqualTo("pkg:npm/left-pad@1.3.0");
        assertThat(outbox.appended().get(1).key()).isEqualTo(ARTIFACT.sha256().hex());
    }

    @Test
    void aWrongAnswerNamesItsSourceAndItsCode() {
        // When
        evidence.fetchFailed(result(FetchOutcome.CORRUPT, "INTEGRITY_MISMATCH"));

        // Then
        assertThat(outbox.appended()).singleElement().satisfies(event -> {
            assertThat(event.key()).isEqualTo(SampleRecords.SOURCE.toString());
            ArtifactFetched fetched = (ArtifactFetched) event.message();
            assertThat(fetched.getOutcome().name()).endsWith("CORRUPT");
            assertThat(fetched.getErrorCode()).isEqualTo("INTEGRITY_MISMATCH");
            assertThat(fetched.getEventId()).isEqualTo(event.eventId());
        });
    }

    @Test
    void onlyAnUpstreamThatWasAskedAndGaveNoAnswerIsReported() {
        // Given
        var upstream = GatewayFixture.upstream("one", GatewayFixture.ONE);
        var key = ListFormat.index("p");

        // When
        evidence.documentNotGiven(upstream, key, new Absent(404));
        evidence.documentNotGiven(upstream, key, new Unavailable("breaker open", false, Optional.empty()));
        evidence.documentNotGiven(
                upstream, key, new Unavailable("no connection", true, Optional.of(Duration.ofSeconds(1))));

        // Then
        assertThat(outbox.appended()).hasSize(1);
    }

    @Test
    void aFullOutboxFailsNoRequest() {
        // Given
        MemoryOutbox full = new MemoryOutbox(0);

        // When
        new Evidence(full, new EventMessages("berlin"), clock).fetchFailed(result(FetchOutcome.FAILED, "X"));

        // Then
        assertThat(full.appended()).isEmpty();
    }

    private static FetchResult result(FetchOutcome outcome, String code) {
        return new FetchResult(
                "pkg:npm/left-pad",
                "left-pad/-/left-pad-1.3.0.tgz",
                SampleRecords.SOURCE,
                outcome,
                code,
                5,
                1,
                new Tracing("", "", List.of()));
    }
}
