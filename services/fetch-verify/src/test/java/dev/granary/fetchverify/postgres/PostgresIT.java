package dev.granary.fetchverify.postgres;

import static dev.granary.fetchverify.event.SampleFacts.artifact;
import static dev.granary.fetchverify.event.SampleFacts.fetched;
import static dev.granary.fetchverify.event.SampleFacts.queued;
import static dev.granary.fetchverify.event.SampleFacts.recalled;
import static dev.granary.fetchverify.event.SampleFacts.stored;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.granary.contracts.v1.Artifact;
import dev.granary.contracts.v1.RecallState;
import dev.granary.fetchverify.breaker.Breaker;
import dev.granary.fetchverify.disk.JournalOutbox;
import dev.granary.fetchverify.disk.JournalSettings;
import dev.granary.fetchverify.event.Outbox.Acceptance;
import dev.granary.fetchverify.event.OutgoingEvent;
import dev.granary.fetchverify.event.QueuedEvent;
import dev.granary.fetchverify.event.SampleFacts;
import dev.granary.fetchverify.expectation.Expectation;
import dev.granary.fetchverify.format.ArtifactFile;
import dev.granary.fetchverify.receipt.FiledReceipt;
import dev.granary.fetchverify.relay.Pump;
import dev.granary.fetchverify.relay.PumpSettings;
import dev.granary.fetchverify.servers.RealServers;
import dev.granary.kernel.ByteCount;
import dev.granary.kernel.PackageCoordinate;
import dev.granary.kernel.VerificationLevel;
import dev.granary.local.standalone.RealPostgres;
import dev.granary.service.health.DegradedModes;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.hibernate.reactive.mutiny.Mutiny;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

@QuarkusTest
@WithTestResource(RealServers.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@SuppressWarnings("NullAway.Init") // Quarkus fills the fields
class PostgresIT {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final PostgresPinsSettings PINS = new PostgresPinsSettings(
            Duration.ofMillis(250), new Breaker.Rules(3, Duration.ofSeconds(30), Duration.ofSeconds(30)));

    RealPostgres postgres;

    @Inject
    Mutiny.SessionFactory sessions;

    private DatabaseBridge database;
    private PostgresProjection projection;

    @BeforeEach
    void connect() {
        database = new DatabaseBridge(sessions);
        projection = projection(new ReceiptRetention(Duration.ofDays(36_500), 1_000_000));
    }

    private PostgresProjection projection(ReceiptRetention retention) {
        return new PostgresProjection(
                database,
                new MigrationSettings(postgres.address(), postgres.user(), postgres.password()),
                retention,
                Clock.systemUTC());
    }

    @Test
    @Order(1)
    void costsNextToNothingWhileItIsAwayFromTheStartOn() {
        // Given
        PostgresPins pins = new PostgresPins(database, PINS, InstantSource.system());
        long start = System.nanoTime();

        // When
        for (int i = 0; i < 1000; i++) {
            assertThat(pins.find(file("left-pad", "1.3.0"))).isEmpty();
        }

        // Then
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
        assertThat(pins.isAway()).isTrue();
    }

    @Test
    void pinsWhatWasStoredFirstAndKeepsContradictionsAsEvidence() throws Exception {
        // Given
        postgres.restart();
        Artifact first = artifact("pinned", "1.0.0", "first");
        Artifact other = artifact("pinned", "1.0.0", "other");

        // When
        deliver(stored(100, first), stored(101, first), stored(102, other));
        deliver(stored(102, other));

        // Then
        Expectation pin = new PostgresPins(database, patient(), InstantSource.system())
                .find(file("pinned", "1.0.0"))
                .orElseThrow();
        assertThat(pin.digests()).isEqualTo(Digests.of(first));
        assertThat(pin.file().coordinate()).hasToString("pkg:npm/pinned@1.0.0");
        assertThat(pin.level()).isEqualTo(VerificationLevel.L2);
        assertThat(pin.size()).hasValue(5);
        assertThat(pin.publishedAt()).contains(SampleFacts.AT.minusSeconds(86_400));
        assertThat(count("HashConflict")).isOne();
    }

    @Test
    void filesReceiptsByVersion() throws Exception {
        // Given
        postgres.restart();
        Artifact artifact = artifact("receipted", "1.0.0", "x");
        OutgoingEvent event = fetched(200, artifact);

        // When
        deliver(event, fetched(201, artifact("receipted", "2.0.0", "y")), stored(202, artifact));
        deliver(event);

        // Then
        List<FiledReceipt> receipts = new PostgresReceipts(database, patient(), InstantSource.system())
                .list(version("receipted", "1.0.0"))
                .orElseThrow();
        assertThat(receipts).hasSize(1);
        FiledReceipt filed = receipts.getFirst();
        assertThat(filed.expectation().file().key()).isEqualTo("npm/receipted/-/receipted-1.0.0.tgz");
        assertThat(filed.source()).hasToString(SampleFacts.SOURCE);
        assertThat(filed.receipt().at()).isEqualTo(SampleFacts.AT);
        assertThat(filed.receipt().phases()).extracting("took").containsExactly(Duration.ofNanos(1_500_000));
        assertThat(filed.receipt().decisions()).extracting("policy").containsExactly("release-age");
    }

    @Test
    void showsWhatOtherReplicasHaveFetched() throws Exception {
        // Given
        postgres.restart();
        Artifact artifact = artifact("elsewhere", "1.0.0", "x");

        // When
        deliver(fetched(210, artifact), fetched(211, artifact), stored(212, artifact));

        // Then
        String shown = given().get("/api/v1/receipts/pkg:npm/elsewhere@1.0.0")
                .then()
                .statusCode(200)
                .extract()
                .asString();
        assertThat(shown)
                .containsOnlyOnce("\"file\":\"elsewhere/-/elsewhere-1.0.0.tgz\"")
                .contains("\"level\":\"L2\"", "\"sizeBytes\":1", "\"release-age\"")
                .contains("\"policyNow\":{\"allowed\":true");
        given().get("/api/v1/receipts/pkg:npm/nowhere@1.0.0").then().statusCode(404);
    }

    @Test
    void dropsReceiptsByNumberAndByAgeAndKeepsPins() throws Exception {
        // Given
        postgres.restart();
        Artifact artifact = artifact("many", "1.0.0", "x");
        deliver(stored(219, artifact));
        for (int i = 0; i < 6; i++) {
            deliver(fetched(220 + i, artifact, SampleFacts.AT.plusSeconds(1_000_000 + i)));
        }

        // When
        projection = projection(new ReceiptRetention(Duration.ofDays(36_500), 4));
        deliver(fetched(226, artifact, SampleFacts.AT.plusSeconds(1_000_006)));

        // Then
        assertThat(receiptsOf("many")).isEqualTo(4);
        assertThat(count("Receipt")).isEqualTo(4);

        // When
        projection = projection(new ReceiptRetention(Duration.ofMinutes(1), 1_000_000));
        deliver(fetched(227, artifact, Clock.systemUTC().instant()));

        // Then
        assertThat(receiptsOf("many")).isEqualTo(1);
        assertThat(new PostgresPins(database, patient(), InstantSource.system()).find(file("many", "1.0.0")))
                .isPresent();
    }

    @Test
    void keepsTheLatestRecallWhateverTheOrder() throws Exception {
        // Given
        postgres.restart();
        String purl = "pkg:npm/recalled@1.0.0";

        // When
        deliver(
                recalled(300, purl, 2, RecallState.RECALL_STATE_LIFTED),
                recalled(301, purl, 1, RecallState.RECALL_STATE_RECALLED));

        // Then
        RecallRow row = database.await(session -> session.find(RecallRow.class, purl), PATIENCE);
        assertThat(row.revision).isEqualTo(2);
        assertThat(row.active).isFalse();
        assertThat(row.reason).isEqualTo("revision 2");
    }

    @Test
    void skipsAnEventThatTheDatabaseCanNotTake() throws Exception {
        // Given
        postgres.restart();
        Artifact good = artifact("good", "1.0.0", "x");
        Artifact poison = good.toBuilder().setFile("nul\0byte").build();
        QueuedEvent nonsense =
                new QueuedEvent(0, good.getPurl(), "", "no-uuid", SampleFacts.AT, "", "", ByteString.EMPTY);

        // When
        projection.deliver(List.of(queued(stored(400, poison)), nonsense, queued(stored(401, good))));

        // Then
        assertThat(projection.skipped()).isEqualTo(2);
        assertThat(new PostgresPins(database, patient(), InstantSource.system()).find(file("good", "1.0.0")))
                .isPresent();
    }

    @Test
    void servesManyVirtualThreadsThroughTheBridge() throws Exception {
        // Given
        postgres.restart();
        deliver(stored(500, artifact("shared", "1.0.0", "x")));
        PostgresPins pins = new PostgresPins(database, patient(), InstantSource.system());
        List<Future<Optional<Expectation>>> found = new ArrayList<>();

        // When
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 200; i++) {
                found.add(threads.submit(() -> pins.find(file("shared", "1.0.0"))));
            }
        }

        // Then
        for (Future<Optional<Expectation>> each : found) {
            assertThat(each.get()).isPresent();
        }
    }

    @Test
    void losesNothingAndDoesNothingTwiceWhenItIsKilled(@TempDir Path directory) throws Exception {
        // Given
        postgres.restart();
        JournalSettings settings =
                new JournalSettings(directory, ByteCount.ofMebibytes(10), ByteCount.ofMebibytes(1), Set.of("postgres"));
        try (JournalOutbox outbox = new JournalOutbox(settings);
                Pump pump = new Pump(
                        "postgres",
                        outbox.feed("postgres"),
                        projection,
                        new PumpSettings(20, Duration.ofMillis(10), Duration.ofMillis(200)),
                        new Random(1),
                        new DegradedModes())) {
            pump.start();

            // When
            for (int i = 0; i < 400; i++) {
                OutgoingEvent event = fetched(10_000 + i, artifact("killed", "1.0." + i, "x" + i));
                assertThat(outbox.append(List.of(event))).isEqualTo(Acceptance.ACCEPTED);
                if (i == 100 || i == 250) {
                    postgres.kill();
                }
                if (i == 150 || i == 300) {
                    postgres.restart();
                }
            }
            awaitEmpty(pump);
        }

        // Then
        assertThat(receiptsOf("killed")).isEqualTo(400);
    }

    private void deliver(OutgoingEvent... events) throws IOException {
        List<QueuedEvent> queued = new ArrayList<>();
        for (OutgoingEvent event : events) {
            queued.add(queued(event));
        }
        projection.deliver(queued);
    }

    private static void awaitEmpty(Pump pump) throws InterruptedException {
        long limit = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (pump.pending() > 0) {
            assertThat(System.nanoTime())
                    .as("still waiting: %s", pump.lastError())
                    .isLessThan(limit);
            Thread.sleep(20);
        }
    }

    private long count(String entity) throws IOException {
        return database.await(
                session -> session.createSelectionQuery("select count(*) from " + entity, Long.class)
                        .getSingleResult(),
                PATIENCE);
    }

    private long receiptsOf(String name) throws IOException {
        return database.await(
                session -> session.createSelectionQuery(
                                "select count(*) from Receipt where purl like :purl", Long.class)
                        .setParameter("purl", "pkg:npm/" + name + "@%")
                        .getSingleResult(),
                PATIENCE);
    }

    private static PostgresPinsSettings patient() {
        return new PostgresPinsSettings(PATIENCE, PINS.breaker());
    }

    private static ArtifactFile file(String name, String version) {
        return new ArtifactFile("", version(name, version), name + "/-/" + name + "-" + version + ".tgz");
    }

    private static PackageCoordinate version(String name, String version) {
        return PackageCoordinate.parse("pkg:npm/" + name + "@" + version).orElseThrow();
    }
}
