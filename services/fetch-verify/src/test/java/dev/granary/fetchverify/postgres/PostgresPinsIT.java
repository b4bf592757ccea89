package dev.granary.fetchverify.postgres;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import dev.granary.contracts.Topics;
import dev.granary.contracts.v1.Artifact;
import dev.granary.contracts.v1.ArtifactStored;
import dev.granary.contracts.v1.Digest;
import dev.granary.contracts.v1.VerificationLevel;
import dev.granary.fetchverify.breaker.Breaker;
import dev.granary.fetchverify.event.OutgoingEvent;
import dev.granary.fetchverify.event.SampleFacts;
import dev.granary.fetchverify.expectation.Expectation;
import dev.granary.fetchverify.expectation.SharedPins;
import dev.granary.fetchverify.expectation.SharedPinsConformance;
import dev.granary.fetchverify.servers.RealServers;
import dev.granary.local.standalone.RealPostgres;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.junit.jupiter.api.BeforeEach;

@QuarkusTest
@WithTestResource(RealServers.class)
@SuppressWarnings("NullAway.Init") // Quarkus fills the fields
class PostgresPinsIT extends SharedPinsConformance {
    RealPostgres postgres;

    @Inject
    Mutiny.SessionFactory sessions;

    private DatabaseBridge database;

    @BeforeEach
    void connect() {
        postgres.restart();
        database = new DatabaseBridge(sessions);
    }

    @Override
    protected SharedPins pins() {
        return new PostgresPins(
                database,
                new PostgresPinsSettings(
                        Duration.ofSeconds(10), new Breaker.Rules(3, Duration.ofSeconds(30), Duration.ofSeconds(30))),
                InstantSource.system());
    }

    @Override
    protected void onStored(Expectation expectation) throws IOException {
        PostgresProjection projection = new PostgresProjection(
                database,
                new MigrationSettings(postgres.address(), postgres.user(), postgres.password()),
                new ReceiptRetention(Duration.ofDays(36_500), 1_000_000),
                Clock.systemUTC());
        projection.deliver(List.of(SampleFacts.queued(stored(expectation))));
    }

    private static OutgoingEvent stored(Expectation expectation) {
        String id = UUID.randomUUID().toString();
        Artifact.Builder artifact = Artifact.newBuilder()
                .setPurl(expectation.file().coordinate().toString())
                .setFile(expectation.file().path())
                .setSizeBytes(expectation.size().orElseThrow())
                .setPublishedAt(timestamp(expectation.publishedAt().orElseThrow()));
        expectation
                .digests()
                .forEach(digest -> artifact.addDigests(Digest.newBuilder()
                        .setAlgorithm(digest.algorithm().id())
                        .setValue(ByteString.copyFrom(digest.toBytes()))));
        ArtifactStored message = ArtifactStored.newBuilder()
                .setEventId(id)
                .setArtifact(artifact)
                .setLevel(VerificationLevel.VERIFICATION_LEVEL_L2)
                .setExpectedFrom(expectation.claimedBy().toString())
                .setFirstSeenAt(timestamp(expectation.firstSeenAt()))
                .setEvidence(expectation.evidence())
                .build();
        return new OutgoingEvent(Topics.ARTIFACT_STORED, "key", id, SampleFacts.AT, "", message);
    }

    private static Timestamp timestamp(Instant at) {
        return Timestamp.newBuilder()
                .setSeconds(at.getEpochSecond())
                .setNanos(at.getNano())
                .build();
    }
}
