package dev.granary.reputation.ledger;

import dev.granary.kernel.SourceId;
import dev.granary.reputation.evidence.Evidence;
import dev.granary.reputation.evidence.FetchResult;
import dev.granary.reputation.evidence.GroupStanding;
import dev.granary.reputation.evidence.NetworkGroup;
import dev.granary.reputation.evidence.Observation;
import dev.granary.reputation.score.Scoring;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * The part of the books that one batch of observations touches, while it is being counted.
 *
 * <p>Open it with all accounts and groups of the batch's sources, all groups it names and all of its event ids that were
 * counted before; count; then write what {@link #changedAccounts}, {@link #changedGroups} and {@link #newLines} say.
 * Confined to one transaction.
 */
public final class OpenBooks {
    private final Scoring scoring;
    private final Duration retention;
    private final Set<UUID> counted;
    private final Map<SourceId, Account> accounts;
    private final Map<NetworkGroup, GroupStanding> groups;
    private final List<JournalLine> newLines = new ArrayList<>();
    private final Set<SourceId> touchedAccounts = new LinkedHashSet<>();
    private final Set<NetworkGroup> touchedGroups = new HashSet<>();

    public OpenBooks(
            Scoring scoring,
            LedgerSettings settings,
            Set<UUID> counted,
            Map<SourceId, Account> accounts,
            Map<NetworkGroup, GroupStanding> groups) {
        this.scoring = scoring;
        this.retention = settings.journalRetention();
        this.counted = new HashSet<>(counted);
        this.accounts = new LinkedHashMap<>(accounts);
        this.groups = new LinkedHashMap<>(groups);
    }

    /** Counts {@code inOrder} and tells what became of each. */
    public List<Entry> count(List<Observation> inOrder, Instant now) {
        return inOrder.stream().map(observation -> count(observation, now)).toList();
    }

    private Entry count(Observation observation, Instant now) {
        if (observation.occurredAt().isBefore(now.minus(retention))) {
            return Entry.EXPIRED;
        }
        if (!counted.add(observation.eventId())) {
            return Entry.DUPLICATE;
        }
        // The line keeps the event's own time: its id is remembered until that is out of reach.
        newLines.add(JournalLine.of(observation, now));
        Observation timely = observation.notAfter(now);
        Account account = accounts.get(timely.source());
        account = account == null ? opened(timely, now) : account;
        account.group().ifPresent(group -> strike(group, timely));
        accounts.put(account.source(), with(account, timely, now));
        touchedAccounts.add(account.source());
        return Entry.COUNTED;
    }

    private Account opened(Observation observation, Instant now) {
        observation.group().ifPresent(group -> {
            groups.put(group, standingOf(Optional.of(group)).withOnePeerMore());
            touchedGroups.add(group);
        });
        Evidence nothing = Evidence.startingAt(observation.occurredAt());
        GroupStanding standing = standingOf(observation.group());
        return new Account(
                observation.source(),
                observation.group(),
                nothing,
                standing,
                scoring.assess(nothing, standing, now),
                Optional.empty(),
                0,
                now);
    }

    private void strike(NetworkGroup group, Observation observation) {
        if (observation.result() instanceof FetchResult.Corrupt) {
            Duration halfLife = scoring.evidenceSettings().strikeHalfLife();
            groups.put(group, standingOf(Optional.of(group)).struckAt(observation.occurredAt(), halfLife));
            touchedGroups.add(group);
        }
    }

    private Account with(Account account, Observation observation, Instant now) {
        Evidence evidence = account.evidence().plus(observation, scoring.evidenceSettings());
        GroupStanding standing = standingOf(account.group());
        return new Account(
                account.source(),
                account.group(),
                evidence,
                standing,
                scoring.assess(evidence, standing, now),
                account.published(),
                account.revision() + 1,
                now);
    }

    private GroupStanding standingOf(Optional<NetworkGroup> group) {
        return group.map(some -> groups.getOrDefault(some, GroupStanding.NONE)).orElse(GroupStanding.NONE);
    }

    /** The accounts that counting changed or opened, in the order of their sources. */
    public List<Account> changedAccounts() {
        NavigableMap<String, Account> changed = new TreeMap<>();
        touchedAccounts.forEach(source -> changed.put(source.toString(), accounts.get(source)));
        return List.copyOf(changed.values());
    }

    /** The groups that counting changed; the scores of all their members must be reviewed. */
    public NavigableMap<NetworkGroup, GroupStanding> changedGroups() {
        NavigableMap<NetworkGroup, GroupStanding> changed = new TreeMap<>();
        touchedGroups.forEach(group -> changed.put(group, groups.get(group)));
        return changed;
    }

    /** One line per counted observation, in order. */
    public List<JournalLine> newLines() {
        return List.copyOf(newLines);
    }

    /** Until when the line's event id must be remembered, so that a duplicate is either known or refused. */
    public static Instant expiry(JournalLine line, LedgerSettings settings) {
        Instant latest = line.occurredAt().isAfter(line.recordedAt()) ? line.occurredAt() : line.recordedAt();
        return latest.plus(settings.journalRetention());
    }
}
