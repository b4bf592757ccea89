package dev.granary.reputation.service;

import static dev.granary.reputation.evidence.ObservationBuilder.START;
import static dev.granary.reputation.evidence.ObservationBuilder.UPSTREAM;
import static dev.granary.reputation.evidence.ObservationBuilder.anObservation;
import static org.assertj.core.api.Assertions.assertThat;

import dev.granary.kernel.GranaryException;
import dev.granary.reputation.config.PostgresConfig;
import dev.granary.reputation.evidence.Observation;
import dev.granary.reputation.ledger.Entry;
import dev.granary.reputation.ledger.EvidenceLedger;
import dev.granary.reputation.ledger.EvidenceLedgerConformance;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(OnPostgres.class)
class PostgresLedgerIT extends EvidenceLedgerConformance {
    @Inject
    EvidenceLedger ledger;

    @Inject
    PostgresConfig config;

    @Override
    protected EvidenceLedger ledger() {
        return ledger;
    }

    @BeforeEach
    void empty() throws SQLException {
        awaitSchema();
        try (Connection connection = DriverManager.getConnection(
                        "jdbc:postgresql://" + config.address(), config.user(), config.password());
                Statement statement = connection.createStatement()) {
            statement.execute("truncate reputation.source, reputation.network_group, reputation.journal_line");
        }
    }

    @Test
    void twoReplicasThatCountTheSameEventsCountThemOnce() {
        // Given
        List<Observation> events = IntStream.range(0, 50)
                .mapToObj(i -> anObservation()
                        .withEvent(i)
                        .ofPeer("p" + i % 7)
                        .inGroup("192.0.2.0/24")
                        .build())
                .toList();

        // When
        List<CompletionStage<List<Entry>>> tries =
                IntStream.range(0, 6).mapToObj(_ -> ledger.count(events, START)).toList();
        long counted =
                tries.stream().mapToLong(PostgresLedgerIT::countedOrFailed).sum();

        // Then
        assertThat(counted).isEqualTo(50);
        assertThat(run(ledger.list(0, 50)).accounts().stream()
                        .mapToLong(account -> account.evidence().tally().verified())
                        .sum())
                .isEqualTo(50);
    }

    @Test
    void aThousandEventsInOneBatchAreOneTransaction() {
        // Given
        Observation[] events = IntStream.range(0, 1000)
                .mapToObj(i ->
                        anObservation().withEvent(i).at(START.plusMillis(i)).build())
                .toArray(Observation[]::new);

        // When
        List<Entry> entries = count(START.plusSeconds(9), events);

        // Then
        assertThat(entries).hasSize(1000).containsOnly(Entry.COUNTED);
        assertThat(account(UPSTREAM).revision()).isEqualTo(1000);
    }

    private static long countedOrFailed(CompletionStage<List<Entry>> stage) {
        try {
            return run(stage).stream().filter(Entry.COUNTED::equals).count();
        } catch (CompletionException e) {
            // The loser of a race may be told to try again; what it did is undone.
            assertThat(e.getCause()).isInstanceOf(GranaryException.class);
            return 0;
        }
    }

    private void awaitSchema() {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (System.nanoTime() < end) {
            try {
                run(ledger.find(UPSTREAM));
                return;
            } catch (CompletionException e) {
                LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            }
        }
        throw new AssertionError("the schema is not up to date after 20 s");
    }
}
