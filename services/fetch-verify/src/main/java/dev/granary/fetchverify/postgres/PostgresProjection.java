package dev.granary.fetchverify.postgres;

import dev.granary.fetchverify.event.QueuedEvent;
import dev.granary.fetchverify.relay.Delivery;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Writes what happened here into the database that replicas share: a batch in one transaction, each event once however
 * often it comes. An event that the database can't take for what it says is skipped and counted. Confined to one thread.
 */
public final class PostgresProjection implements Delivery {
    private static final Logger LOGGER = Logger.getLogger(PostgresProjection.class);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private final DatabaseBridge database;
    private final Migrations migrations;
    private final InstantSource clock;
    private final Housekeeping housekeeping;
    private final LongAdder skipped = new LongAdder();

    public PostgresProjection(
            DatabaseBridge database, MigrationSettings settings, ReceiptRetention retention, InstantSource clock) {
        this.database = database;
        this.migrations = new Migrations(settings);
        this.clock = clock;
        this.housekeeping = new Housekeeping(database, retention);
    }

    /** Events skipped since the start, because they made no sense. */
    public long skipped() {
        return skipped.sum();
    }

    @Override
    public boolean prepare() throws IOException {
        return migrations.run();
    }

    @Override
    public void deliver(List<QueuedEvent> events) throws IOException {
        prepare();
        List<Fact> facts =
                events.stream().flatMap(event -> read(event).stream()).toList();
        try {
            write(facts);
        } catch (IOException e) {
            if (!isRefusal(e)) {
                throw e;
            }
            writeOneByOne(facts);
        }
        housekeeping.run(clock.instant());
    }

    private Optional<Fact> read(QueuedEvent event) {
        try {
            return Optional.of(Fact.of(event));
        } catch (IllegalArgumentException e) {
            skip(event.eventId(), e);
            return Optional.empty();
        }
    }

    private void writeOneByOne(List<Fact> facts) throws IOException {
        for (Fact fact : facts) {
            try {
                write(List.of(fact));
            } catch (IOException e) {
                if (!isRefusal(e)) {
                    throw e;
                }
                skip(fact.eventId(), e);
            }
        }
    }

    private void write(List<Fact> facts) throws IOException {
        if (!facts.isEmpty()) {
            Instant now = clock.instant();
            database.await(session -> FactWriter.write(session, facts, now), PATIENCE);
        }
    }

    private void skip(Object eventId, Exception why) {
        skipped.increment();
        LOGGER.errorf("event %s is not written to the database: %s", eventId, why.getMessage());
    }

    /** Whether the database answered that it can't take the data: SQLSTATE classes 22 and 23, or bad digests. */
    private static boolean isRefusal(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException refused) {
                String state = String.valueOf(refused.getSQLState());
                return state.startsWith("22") || state.startsWith("23");
            }
            if (cause instanceof IllegalArgumentException) {
                return true;
            }
        }
        return false;
    }
}
