package dev.granary.fetchverify.policy;

import dev.granary.kernel.PackageCoordinate;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All recall decisions as of one moment. Immutable: a change makes a new book with a higher revision. */
public final class RecallBook {
    /**
     * Which of two decisions on one subject stands. Two replicas may decide at the same time and give the same revision:
     * then all must end with the same one, and the cautious one.
     */
    private static final Comparator<Recall> STANDING = Comparator.comparingLong(Recall::revision)
            .thenComparing(Recall::active)
            .thenComparing(Recall::at)
            .thenComparing(Recall::reason)
            .thenComparing(Recall::actor);

    private static final RecallBook EMPTY = new RecallBook(Map.of(), 0);

    private final Map<PackageCoordinate, Recall> bySubject;
    private final long revision;

    private RecallBook(Map<PackageCoordinate, Recall> bySubject, long revision) {
        this.bySubject = Map.copyOf(bySubject);
        this.revision = revision;
    }

    public static RecallBook empty() {
        return EMPTY;
    }

    /** A book of the given decisions; of several on one subject the latest counts. */
    public static RecallBook of(Collection<Recall> recalls) {
        RecallBook book = EMPTY;
        for (Recall recall : recalls) {
            book = book.with(recall);
        }
        return book;
    }

    /** This book and {@code recall}; the same book when it already knows that decision or a later one. */
    public RecallBook with(Recall recall) {
        Recall known = bySubject.get(recall.subject());
        if (known != null && STANDING.compare(known, recall) >= 0) {
            return this;
        }
        Map<PackageCoordinate, Recall> changed = new HashMap<>(bySubject);
        changed.put(recall.subject(), recall);
        return new RecallBook(changed, revision + 1);
    }

    /** Grows with each change: what was prepared under another revision must be judged again. */
    public long revision() {
        return revision;
    }

    /** Finds the active recall of {@code coordinate} or of its package as a whole. */
    public Optional<Recall> findActive(PackageCoordinate coordinate) {
        return activeOn(coordinate).or(() -> activeOn(coordinate.withoutVersion()));
    }

    /** Finds the latest decision on exactly this subject. */
    public Optional<Recall> find(PackageCoordinate subject) {
        return Optional.ofNullable(bySubject.get(subject));
    }

    /** All latest decisions, by subject. */
    public List<Recall> list() {
        return bySubject.values().stream()
                .sorted((a, b) -> a.subject().compareTo(b.subject()))
                .toList();
    }

    private Optional<Recall> activeOn(PackageCoordinate subject) {
        return Optional.ofNullable(bySubject.get(subject)).filter(Recall::active);
    }
}
