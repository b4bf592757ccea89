package dev.granary.reputation.ledger;

import dev.granary.kernel.SourceId;
import dev.granary.reputation.evidence.Observation;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Keeps the accounts of all sources, durably where the implementation can.
 *
 * <p>Every stage fails with a {@link dev.granary.kernel.GranaryException} of kind DEPENDENCY when the store can't be
 * reached; nothing was changed then, and the same call may be made again.
 */
public interface EvidenceLedger {
    /**
     * Counts the observations whose event ids are new, in the given order, all or none, and tells what became of each.
     */
    CompletionStage<List<Entry>> count(List<Observation> inOrder, Instant now);

    /** The account of {@code source}, if it was ever seen and is not forgotten. */
    CompletionStage<Optional<Account>> find(SourceId source);

    /** One page of the accounts, best score first, then by source; {@code page} counts from 0. */
    CompletionStage<Page> list(int page, int size);

    /** The observations of {@code source} counted last, newest first. */
    CompletionStage<List<JournalLine>> listLines(SourceId source, int limit);

    /** Accounts whose scores must be looked at, longest waiting first. */
    CompletionStage<List<Account>> listDue(Instant now, int limit);

    /**
     * Writes down the outcome of reviews whose account has not changed since; the others are skipped and stay due. Those
     * that say so are marked as published.
     */
    CompletionStage<Void> close(List<Review> reviews);

    /** How much there is, and how much of it waits. */
    CompletionStage<Size> size(Instant now);

    /** Forgets event ids that are out of reach, sources above the bound, and groups nobody is in any more. */
    CompletionStage<Swept> sweep(Instant now);

    /**
     * Some accounts.
     *
     * @param total how many there are on all pages
     */
    record Page(List<Account> accounts, long total) {
        public Page {
            accounts = List.copyOf(accounts);
        }
    }

    /**
     * How much a ledger holds.
     *
     * @param sources that have an account
     * @param due accounts whose scores must be looked at
     */
    record Size(long sources, long due) {}

    /** How many of each were forgotten. */
    record Swept(long lines, long sources, long groups) {}
}
