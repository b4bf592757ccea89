package dev.granary.reputation.postgres;

import dev.granary.kernel.SourceId;
import dev.granary.reputation.evidence.GroupStanding;
import dev.granary.reputation.evidence.NetworkGroup;
import dev.granary.reputation.evidence.Observation;
import dev.granary.reputation.ledger.Account;
import dev.granary.reputation.ledger.Account.Publication;
import dev.granary.reputation.ledger.Entry;
import dev.granary.reputation.ledger.EvidenceLedger;
import dev.granary.reputation.ledger.JournalLine;
import dev.granary.reputation.ledger.LedgerSettings;
import dev.granary.reputation.ledger.OpenBooks;
import dev.granary.reputation.ledger.Review;
import dev.granary.reputation.score.Scoring;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny.Session;

/** The ledger in PostgreSQL. */
@ApplicationScoped
class PostgresEvidenceLedger implements EvidenceLedger {
    private final Transactions transactions;
    private final Sweep sweep;
    private final Scoring scoring;
    private final LedgerSettings settings;

    PostgresEvidenceLedger(Transactions transactions, Sweep sweep, Scoring scoring, LedgerSettings settings) {
        this.transactions = transactions;
        this.sweep = sweep;
        this.scoring = scoring;
        this.settings = settings;
    }

    @Override
    public CompletionStage<List<Entry>> count(List<Observation> inOrder, Instant now) {
        return transactions.run(
                session -> countedBefore(session, inOrder).chain(counted -> lockSources(session, inOrder)
                        .chain(sources -> lockGroups(session, inOrder, sources.values())
                                .chain(groups -> count(session, inOrder, new Locked(counted, sources, groups), now)))));
    }

    /** What a batch touches, locked. */
    private record Locked(Set<UUID> counted, Map<String, SourceRow> sources, Map<String, GroupRow> groups) {}

    private Uni<List<Entry>> count(Session session, List<Observation> inOrder, Locked locked, Instant now) {
        Map<NetworkGroup, GroupStanding> standings = new HashMap<>();
        locked.groups().values().forEach(row -> standings.put(new NetworkGroup(row.id), row.standing()));
        Map<SourceId, Account> accounts = new HashMap<>();
        locked.sources().values().forEach(row -> accounts.put(SourceId.parse(row.id), account(row, standings)));
        OpenBooks books = new OpenBooks(scoring, settings, locked.counted(), accounts, standings);
        List<Entry> entries = books.count(inOrder, now);
        return persistNew(session, write(books, locked))
                .chain(() -> session.flush())
                .chain(() -> makeDue(session, books.changedGroups().keySet(), now))
                .replaceWith(entries);
    }

    /** Writes onto the rows at hand and returns those that are new. */
    private List<Object> write(OpenBooks books, Locked locked) {
        List<Object> fresh = new ArrayList<>();
        books.changedGroups().forEach((group, standing) -> {
            GroupRow row = locked.groups().computeIfAbsent(group.id(), id -> {
                GroupRow created = new GroupRow();
                created.id = id;
                fresh.add(created);
                return created;
            });
            row.write(standing);
        });
        books.changedAccounts().forEach(account -> {
            SourceRow row = locked.sources().computeIfAbsent(account.source().toString(), _ -> {
                SourceRow created = new SourceRow();
                fresh.add(created);
                return created;
            });
            AccountMapping.write(account, row);
        });
        books.newLines().forEach(line -> fresh.add(LineRow.of(line, OpenBooks.expiry(line, settings))));
        return fresh;
    }

    private static Uni<Void> persistNew(Session session, List<Object> rows) {
        return rows.isEmpty() ? Uni.createFrom().voidItem() : session.persistAll(rows.toArray());
    }

    private static Uni<Integer> makeDue(Session session, Set<NetworkGroup> groups, Instant now) {
        if (groups.isEmpty()) {
            return Uni.createFrom().item(0);
        }
        return session.createMutationQuery(
                        "update Source set reviewAt = :now, revision = revision + 1 where networkGroup in :groups")
                .setParameter("now", now)
                .setParameter("groups", groups.stream().map(NetworkGroup::id).toList())
                .executeUpdate();
    }

    private static Uni<Set<UUID>> countedBefore(Session session, List<Observation> observations) {
        List<UUID> ids = observations.stream().map(Observation::eventId).toList();
        return session.createSelectionQuery("select eventId from JournalLine where eventId in :ids", UUID.class)
                .setParameter("ids", ids)
                .getResultList()
                .map(Set::copyOf);
    }

    private static Uni<Map<String, SourceRow>> lockSources(Session session, List<Observation> observations) {
        Set<String> ids = observations.stream()
                .map(observation -> observation.source().toString())
                .collect(Collectors.toSet());
        return lockSources(session, ids);
    }

    private static Uni<Map<String, SourceRow>> lockSources(Session session, Set<String> ids) {
        return session.createSelectionQuery("from Source where id in :ids order by id", SourceRow.class)
                .setParameter("ids", ids)
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                .getResultList()
                .map(rows -> byId(rows, row -> row.id));
    }

    private static Uni<Map<String, GroupRow>> lockGroups(
            Session session, List<Observation> observations, Collection<SourceRow> sources) {
        Set<String> ids = observations.stream()
                .flatMap(observation -> observation.group().stream())
                .map(NetworkGroup::id)
                .collect(Collectors.toSet());
        sources.stream()
                .flatMap(row -> Optional.ofNullable(row.networkGroup).stream())
                .forEach(ids::add);
        if (ids.isEmpty()) {
            return Uni.createFrom().item(new HashMap<>());
        }
        return session.createSelectionQuery("from NetworkGroup where id in :ids order by id", GroupRow.class)
                .setParameter("ids", ids)
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                .getResultList()
                .map(rows -> byId(rows, row -> row.id));
    }

    private static <T> Map<String, T> byId(List<T> rows, Function<T, String> id) {
        Map<String, T> map = new HashMap<>();
        rows.forEach(row -> map.put(id.apply(row), row));
        return map;
    }

    @Override
    public CompletionStage<Optional<Account>> find(SourceId source) {
        return transactions.run(session -> withStandings(
                        session,
                        session.createSelectionQuery("from Source where id = :id", SourceRow.class)
                                .setParameter("id", source.toString())
                                .getResultList())
                .map(accounts -> accounts.stream().findFirst()));
    }

    @Override
    public CompletionStage<Page> list(int page, int size) {
        return transactions.run(session -> session.createSelectionQuery("select count(*) from Source", Long.class)
                .getSingleResult()
                .chain(total -> withStandings(
                                session,
                                session.createSelectionQuery("from Source order by score desc, id", SourceRow.class)
                                        .setFirstResult(Math.multiplyExact(page, size))
                                        .setMaxResults(size)
                                        .getResultList())
                        .map(accounts -> new Page(accounts, total))));
    }

    @Override
    public CompletionStage<List<JournalLine>> listLines(SourceId source, int limit) {
        return transactions.run(session -> session.createSelectionQuery(
                        "from JournalLine where source = :source order by occurredAt desc, eventId desc", LineRow.class)
                .setParameter("source", source.toString())
                .setMaxResults(limit)
                .getResultList()
                .map(rows -> rows.stream().map(LineRow::line).toList()));
    }

    @Override
    public CompletionStage<List<Account>> listDue(Instant now, int limit) {
        return transactions.run(session -> withStandings(
                session,
                session.createSelectionQuery(
                                "from Source where reviewAt <= :now order by reviewAt, id", SourceRow.class)
                        .setParameter("now", now)
                        .setMaxResults(limit)
                        .getResultList()));
    }

    @Override
    public CompletionStage<Void> close(List<Review> reviews) {
        Set<String> ids =
                reviews.stream().map(review -> review.source().toString()).collect(Collectors.toSet());
        return transactions.run(session -> lockSources(session, ids)
                .invoke(rows -> reviews.forEach(
                        review -> Optional.ofNullable(rows.get(review.source().toString()))
                                .ifPresent(row -> close(review, row))))
                .replaceWithVoid());
    }

    private static void close(Review review, SourceRow row) {
        if (review.publish()) {
            row.write(Publication.of(review.explanation().assessment()));
        }
        if (row.revision == review.revision()) {
            AccountMapping.write(review.explanation().assessment(), row);
            row.reviewAt = review.nextReviewAt();
        }
    }

    @Override
    public CompletionStage<Size> size(Instant now) {
        return transactions.run(session -> session.createSelectionQuery("select count(*) from Source", Long.class)
                .getSingleResult()
                .chain(sources -> session.createSelectionQuery(
                                "select count(*) from Source where reviewAt <= :now", Long.class)
                        .setParameter("now", now)
                        .getSingleResult()
                        .map(due -> new Size(sources, due))));
    }

    @Override
    public CompletionStage<Swept> sweep(Instant now) {
        return sweep.run(now);
    }

    private Uni<List<Account>> withStandings(Session session, Uni<List<SourceRow>> query) {
        return query.chain(rows -> {
            Set<String> ids = rows.stream()
                    .flatMap(row -> Optional.ofNullable(row.networkGroup).stream())
                    .collect(Collectors.toSet());
            if (ids.isEmpty()) {
                return Uni.createFrom().item(accounts(rows, Map.of()));
            }
            return session.createSelectionQuery("from NetworkGroup where id in :ids", GroupRow.class)
                    .setParameter("ids", ids)
                    .getResultList()
                    .map(groups -> accounts(rows, standings(groups)));
        });
    }

    private static Map<NetworkGroup, GroupStanding> standings(List<GroupRow> groups) {
        return groups.stream().collect(Collectors.toMap(row -> new NetworkGroup(row.id), GroupRow::standing));
    }

    private List<Account> accounts(List<SourceRow> rows, Map<NetworkGroup, GroupStanding> standings) {
        return rows.stream().map(row -> account(row, standings)).toList();
    }

    private Account account(SourceRow row, Map<NetworkGroup, GroupStanding> standings) {
        GroupStanding standing = Optional.ofNullable(row.networkGroup)
                .map(NetworkGroup::new)
                .map(standings::get)
                .orElse(GroupStanding.NONE);
        return AccountMapping.toAccount(row, standing, scoring);
    }
}
