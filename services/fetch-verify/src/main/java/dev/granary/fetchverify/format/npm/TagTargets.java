package dev.granary.fetchverify.format.npm;

import dev.granary.kernel.SemanticVersion;
import java.util.Collection;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Where a tag leads when its version is withheld: never above the old version, so that nobody is moved forward, and never
 * from a release to a pre-release. Immutable.
 */
final class TagTargets {
    private final NavigableMap<SemanticVersion, String> all = new TreeMap<>();
    private final NavigableMap<SemanticVersion, String> releases = new TreeMap<>();

    /**
     * @param surviving the versions that clients may see and install; what has no order is no target
     */
    TagTargets(Collection<String> surviving) {
        for (String text : surviving) {
            SemanticVersion.parse(text).ifPresent(version -> add(version, text));
        }
    }

    /**
     * The highest surviving release not above {@code old}. A tag that led to a pre-release may move to another one: any
     * tag but {@code latest} to the highest of all, {@code latest} only where no release is left.
     */
    Optional<String> instead(String tag, String old) {
        Optional<SemanticVersion> ceiling = SemanticVersion.parse(old);
        boolean wasPreRelease = ceiling.filter(SemanticVersion::isPreRelease).isPresent();
        if (wasPreRelease && !tag.equals("latest")) {
            return highest(all, ceiling);
        }
        Optional<String> release = highest(releases, ceiling);
        return release.isEmpty() && wasPreRelease ? highest(all, ceiling) : release;
    }

    private void add(SemanticVersion version, String text) {
        // of versions that differ in their build alone one is taken, always the same
        all.merge(version, text, TagTargets::later);
        if (!version.isPreRelease()) {
            releases.merge(version, text, TagTargets::later);
        }
    }

    private static Optional<String> highest(
            NavigableMap<SemanticVersion, String> candidates, Optional<SemanticVersion> ceiling) {
        Map.Entry<SemanticVersion, String> highest =
                ceiling.isPresent() ? candidates.floorEntry(ceiling.get()) : candidates.lastEntry();
        return Optional.ofNullable(highest).map(Map.Entry::getValue);
    }

    private static String later(String a, String b) {
        return a.compareTo(b) >= 0 ? a : b;
    }
}
