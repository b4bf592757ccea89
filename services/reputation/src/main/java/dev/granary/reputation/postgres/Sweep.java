package dev.granary.reputation.postgres;

import dev.granary.reputation.evidence.GroupStanding;
import dev.granary.reputation.ledger.EvidenceLedger.Swept;
import dev.granary.reputation.ledger.LedgerSettings;
import dev.granary.reputation.score.Scoring;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.hibernate.reactive.mutiny.Mutiny.Session;

/** Forgets what is out of reach or above the bounds, a bounded number of rows at a time. */
@Singleton
class Sweep {
    /** Rows of one kind that one sweep forgets at most, so that no transaction takes long. */
    private static final int AT_ONCE = 10_000;

    private final Transactions transactions;
    private final LedgerSettings settings;
    private final Duration strikeHalfLife;

    Sweep(Transactions transactions, LedgerSettings settings, Scoring scoring) {
        this.transactions = transactions;
        this.settings = settings;
        this.strikeHalfLife = scoring.evidenceSettings().strikeHalfLife();
    }

    CompletionStage<Swept> run(Instant now) {
        return transactions.run(session -> forgetLines(session, now)
                .chain(lines -> forgetSources(session).chain(sources -> recountGroups(session, sources)
                        .chain(() -> forgetGroups(session, now))
                        .map(groups -> new Swept(lines, sources, groups)))));
    }

    private static Uni<Integer> forgetLines(Session session, Instant now) {
        return session.createNativeQuery("delete from reputation.journal_line where event_id in (select event_id from"
                        + " reputation.journal_line where expires_at < :now order by expires_at limit :most)")
                .setParameter("now", now)
                .setParameter("most", AT_ONCE)
                .executeUpdate();
    }

    private Uni<Integer> forgetSources(Session session) {
        return session.createSelectionQuery("select count(*) from Source", Long.class)
                .getSingleResult()
                .chain(total -> {
                    long excess = Math.min(AT_ONCE, total - settings.maximumSources());
                    return excess <= 0 ? Uni.createFrom().item(0) : forgetSources(session, (int) excess);
                });
    }

    private static Uni<Integer> forgetSources(Session session, int count) {
        return session.createNativeQuery("delete from reputation.source where id in (select id from reputation.source"
                        + " order by (corrupt_count > 0), last_seen_at limit :most)")
                .setParameter("most", count)
                .executeUpdate();
    }

    private static Uni<Integer> recountGroups(Session session, int forgottenSources) {
        if (forgottenSources == 0) {
            return Uni.createFrom().item(0);
        }
        return session.createNativeQuery("update reputation.network_group g set known_peers = (select count(*) from"
                        + " reputation.source s where s.network_group = g.id)")
                .executeUpdate();
    }

    private Uni<Long> forgetGroups(Session session, Instant now) {
        return session.createSelectionQuery("from NetworkGroup where knownPeers = 0", GroupRow.class)
                .setMaxResults(AT_ONCE)
                .getResultList()
                .map(rows -> rows.stream()
                        .filter(row -> isForgettable(row.standing(), now))
                        .toList())
                .chain(rows -> forgetGroups(session, rows));
    }

    private static Uni<Long> forgetGroups(Session session, List<GroupRow> rows) {
        Object[] forgotten = rows.toArray();
        return forgotten.length == 0
                ? Uni.createFrom().item(0L)
                : session.removeAll(forgotten).replaceWith((long) forgotten.length);
    }

    private boolean isForgettable(GroupStanding standing, Instant now) {
        return standing.isForgettable(now, strikeHalfLife);
    }
}
