package dev.granary.fetchverify.format.npm;

import dev.granary.kernel.SemanticVersion;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Where a tag leads when its version is withheld: never above the old version, so that nobody is moved forward, and never
 * from a release to a pre-release. Immutable.
 *
 * @param surviving the versions that clients may see and install
 */
record TagTargets(Collection<String> surviving) {
    private static final Comparator<Candidate> ORDER =
            Comparator.comparing(Candidate::order).thenComparing(Candidate::text);

    private record Candidate(String text, SemanticVersion order) {}

    /**
     * The highest surviving release not above {@code old}. A tag that led to a pre-release may move to another one: any
     * tag but {@code latest} to the highest of all, {@code latest} only where no release is left.
     */
    Optional<String> instead(String tag, String old) {
        Optional<SemanticVersion> ceiling = SemanticVersion.parse(old);
        Predicate<Candidate> reachable = c -> ceiling.isEmpty() || c.order.compareTo(ceiling.get()) <= 0;
        boolean wasPreRelease = ceiling.filter(SemanticVersion::isPreRelease).isPresent();
        if (wasPreRelease && !tag.equals("latest")) {
            return highest(reachable);
        }
        Optional<String> release = highest(reachable.and(c -> !c.order.isPreRelease()));
        return release.isEmpty() && wasPreRelease ? highest(reachable) : release;
    }

    private Optional<String> highest(Predicate<Candidate> allowed) {
        return surviving.stream()
                .flatMap(text -> SemanticVersion.parse(text).map(order -> new Candidate(text, order)).stream())
                .filter(allowed)
                .max(ORDER)
                .map(Candidate::text);
    }
}
