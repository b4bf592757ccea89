package dev.granary.reputation.evidence;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The packages that a source delivered last. Ten are enough: no score looks beyond the tenth.
 *
 * @param newestFirst at most ten, each package once
 */
public record RecentPackages(List<Delivery> newestFirst) {
    static final RecentPackages NONE = new RecentPackages(List.of());
    /** More distinct packages than this change nothing. */
    public static final int ENOUGH = 10;

    private static final Comparator<Delivery> NEWEST_FIRST =
            Comparator.comparing(Delivery::verifiedAt).reversed().thenComparing(Delivery::packageName);

    /** When a package was last verified. */
    public record Delivery(String packageName, Instant verifiedAt) {
        public Delivery {
            requireNonNull(packageName, "packageName");
            requireNonNull(verifiedAt, "verifiedAt");
        }
    }

    public RecentPackages {
        newestFirst = List.copyOf(newestFirst);
        if (newestFirst.size() > ENOUGH) {
            throw new IllegalArgumentException("at most " + ENOUGH + " packages, was " + newestFirst.size());
        }
    }

    RecentPackages plus(String packageName, Instant at) {
        Instant latest = newestFirst.stream()
                .filter(delivery -> delivery.packageName().equals(packageName))
                .map(Delivery::verifiedAt)
                .filter(at::isBefore)
                .findFirst()
                .orElse(at);
        Stream<Delivery> others =
                newestFirst.stream().filter(delivery -> !delivery.packageName().equals(packageName));
        return new RecentPackages(Stream.concat(Stream.of(new Delivery(packageName, latest)), others)
                .sorted(NEWEST_FIRST)
                .limit(ENOUGH)
                .toList());
    }

    /** How many distinct packages, up to ten. */
    public int count() {
        return newestFirst.size();
    }

    /** How many distinct packages were verified after {@code start}, up to ten. */
    public int countAfter(Instant start) {
        int count = 0;
        while (count < newestFirst.size() && newestFirst.get(count).verifiedAt().isAfter(start)) {
            count++;
        }
        return count;
    }
}
