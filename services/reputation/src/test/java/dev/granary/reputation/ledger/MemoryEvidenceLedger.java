package dev.granary.reputation.ledger;

import dev.granary.kernel.SourceId;
import dev.granary.reputation.evidence.GroupStanding;
import dev.granary.reputation.evidence.NetworkGroup;
import dev.granary.reputation.evidence.Observation;
import dev.granary.reputation.ledger.Account.Publication;
import dev.granary.reputation.score.Assessment;
import dev.granary.reputation.score.Scoring;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The ledger in memory, for tests. Safe for use by several threads. */
public class MemoryEvidenceLedger implements EvidenceLedger {
    private final Scoring scoring;
    private final LedgerSettings settings;
    private final Map<UUID, JournalLine> lines = new LinkedHashMap<>();
    private final Map<SourceId, Account> accounts = new HashMap<>();
    private final Map<NetworkGroup, GroupStanding> groups = new HashMap<>();

    public MemoryEvidenceLedger(Scoring scoring, LedgerSettings settings) {
        this.scoring = scoring;
        this.settings = settings;
    }

    @Override
    public synchronized CompletionStage<List<Entry>> count(List<Observation> inOrder, Instant now) {
        OpenBooks books = new OpenBooks(scoring, settings, lines.keySet(), accounts, groups);
        List<Entry> entries = books.count(inOrder, now);
        books.newLines().forEach(line -> lines.put(line.eventId(), line));
        groups.putAll(books.changedGroups());
        books.changedAccounts().forEach(account -> accounts.put(account.source(), account));
        accounts.replaceAll((_, account) ->
                account.group().filter(books.changedGroups()::containsKey).isPresent()
                        ? rewritten(account, account.assessment(), account.published(), account.revision() + 1, now)
                        : account);
        return CompletableFuture.completedFuture(entries);
    }

    @Override
    public synchronized CompletionStage<Optional<Account>> find(SourceId source) {
        return CompletableFuture.completedFuture(
                Optional.ofNullable(accounts.get(source)).map(this::withStanding));
    }

    @Override
    public synchronized CompletionStage<Page> list(int page, int size) {
        List<Account> listed = accounts.values().stream()
                .sorted(Comparator.comparingDouble(
                                (Account account) -> -account.assessment().score())
                        .thenComparing(account -> account.source().toString()))
                .skip((long) page * size)
                .limit(size)
                .map(this::withStanding)
                .toList();
        return CompletableFuture.completedFuture(new Page(listed, accounts.size()));
    }

    @Override
    public synchronized CompletionStage<List<JournalLine>> listLines(SourceId source, int limit) {
        return CompletableFuture.completedFuture(lines.values().stream()
                .filter(line -> line.source().equals(source))
                .sorted(Comparator.comparing(JournalLine::occurredAt)
                        .thenComparing(line -> line.eventId().toString())
                        .reversed())
                .limit(limit)
                .toList());
    }

    @Override
    public synchronized CompletionStage<List<Account>> listDue(Instant now, int limit) {
        return CompletableFuture.completedFuture(accounts.values().stream()
                .filter(account -> !account.reviewAt().isAfter(now))
                .sorted(Comparator.comparing(Account::reviewAt)
                        .thenComparing(account -> account.source().toString()))
                .limit(limit)
                .map(this::withStanding)
                .toList());
    }

    @Override
    public synchronized CompletionStage<Void> close(List<Review> reviews) {
        for (Review review : reviews) {
            accounts.computeIfPresent(review.source(), (_, account) -> closed(account, review));
        }
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public synchronized CompletionStage<Size> size(Instant now) {
        long due = accounts.values().stream()
                .filter(account -> !account.reviewAt().isAfter(now))
                .count();
        return CompletableFuture.completedFuture(new Size(accounts.size(), due));
    }

    @Override
    public synchronized CompletionStage<Swept> sweep(Instant now) {
        int linesBefore = lines.size();
        int accountsBefore = accounts.size();
        int groupsBefore = groups.size();
        lines.values().removeIf(line -> OpenBooks.expiry(line, settings).isBefore(now));
        evict();
        groups.replaceAll((group, standing) -> new GroupStanding(members(group), standing.strikes()));
        groups.values()
                .removeIf(standing ->
                        standing.isForgettable(now, scoring.evidenceSettings().strikeHalfLife()));
        return CompletableFuture.completedFuture(
                new Swept(linesBefore - lines.size(), accountsBefore - accounts.size(), groupsBefore - groups.size()));
    }

    private void evict() {
        List<Account> leastWanted = new ArrayList<>(accounts.values());
        leastWanted.sort(Comparator.comparing(
                        (Account account) -> account.evidence().tally().corrupt() > 0)
                .thenComparing(account -> account.evidence().sightings().last()));
        leastWanted.stream()
                .limit(Math.max(0, accounts.size() - settings.maximumSources()))
                .forEach(account -> accounts.remove(account.source()));
    }

    private int members(NetworkGroup group) {
        return (int) accounts.values().stream()
                .filter(account -> account.group().filter(group::equals).isPresent())
                .count();
    }

    private Account withStanding(Account account) {
        GroupStanding standing = account.group().map(groups::get).orElse(GroupStanding.NONE);
        Assessment assessment = scoring.assess(
                account.evidence(), standing, account.assessment().at());
        return new Account(
                account.source(),
                account.group(),
                account.evidence(),
                standing,
                assessment,
                account.published(),
                account.revision(),
                account.reviewAt());
    }

    private static Account closed(Account account, Review review) {
        Assessment fresh = review.explanation().assessment();
        Optional<Publication> published = review.publish() ? Optional.of(Publication.of(fresh)) : account.published();
        return account.revision() == review.revision()
                ? rewritten(account, fresh, published, account.revision(), review.nextReviewAt())
                : rewritten(account, account.assessment(), published, account.revision(), account.reviewAt());
    }

    private static Account rewritten(
            Account account, Assessment assessment, Optional<Publication> published, long revision, Instant reviewAt) {
        return new Account(
                account.source(),
                account.group(),
                account.evidence(),
                account.groupStanding(),
                assessment,
                published,
                revision,
                reviewAt);
    }
}
