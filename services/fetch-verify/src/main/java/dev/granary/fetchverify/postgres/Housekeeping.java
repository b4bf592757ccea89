package dev.granary.fetchverify.postgres;

import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny.Session;

/**
 * Removes what the shared database need not keep: marks of events that can't come again, and receipts by age and number.
 * A few thousand rows at a time, so that nothing waits for it. Confined to one thread; each replica does it, which hurts
 * nobody.
 */
final class Housekeeping {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** Far longer than the outbox, which is the only one that delivers again, can lag behind. */
    private static final Duration REMEMBERED = Duration.ofDays(30);

    private static final Duration EVERY = Duration.ofHours(6);
    private static final int SLICE = 5_000;

    private final DatabaseBridge database;
    private final ReceiptRetention retention;
    private Instant next = Instant.MIN;

    Housekeeping(DatabaseBridge database, ReceiptRetention retention) {
        this.database = database;
        this.retention = retention;
    }

    /** Removes one slice if it is time; comes back at once while there is more. */
    void run(Instant now) throws IOException {
        if (now.isBefore(next)) {
            return;
        }
        int removed = database.await(session -> forgetEvents(session, now), PATIENCE);
        Instant oldest = database.await(session -> oldestKept(session, now), PATIENCE);
        removed = Math.max(removed, database.await(session -> dropReceipts(session, oldest), PATIENCE));
        if (removed < SLICE) {
            next = now.plus(EVERY);
        }
    }

    private static Uni<Integer> forgetEvents(Session session, Instant now) {
        return session.createMutationQuery("""
                        delete from ProcessedEvent where eventId in (
                            select e.eventId from ProcessedEvent e where e.processedAt < :limit
                            order by e.processedAt limit :slice)""")
                .setParameter("limit", now.minus(REMEMBERED))
                .setParameter("slice", SLICE)
                .executeUpdate();
    }

    private Uni<Instant> oldestKept(Session session, Instant now) {
        Instant byAge = now.minus(retention.age());
        return session.createSelectionQuery("select r.at from Receipt r order by r.at desc", Instant.class)
                .setFirstResult(retention.most() - 1)
                .setMaxResults(1)
                .getResultList()
                .map(found -> later(byAge, found));
    }

    private static Instant later(Instant byAge, List<Instant> byNumber) {
        return byNumber.stream().filter(byAge::isBefore).findFirst().orElse(byAge);
    }

    private static Uni<Integer> dropReceipts(Session session, Instant oldestKept) {
        return session.createMutationQuery("""
                        delete from Receipt where eventId in (
                            select r.eventId from Receipt r where r.at < :oldest order by r.at limit :slice)""")
                .setParameter("oldest", oldestKept)
                .setParameter("slice", SLICE)
                .executeUpdate();
    }
}
