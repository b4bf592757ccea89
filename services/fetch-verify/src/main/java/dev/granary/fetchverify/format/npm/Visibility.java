package dev.granary.fetchverify.format.npm;

import dev.granary.fetchverify.format.ListedFile;
import dev.granary.fetchverify.format.Listing;
import dev.granary.fetchverify.format.Rendering;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What clients may see of one packument, and where its links lead. Confined to one rendering. */
final class Visibility {
    private final Rendering rendering;
    private final Map<String, String> pathOfVersion;
    private @Nullable TagTargets targets;

    Visibility(Listing listing, Rendering rendering) {
        this.rendering = rendering;
        this.pathOfVersion =
                listing.files().stream().collect(Collectors.toMap(ListedFile::version, ListedFile::path, (a, _) -> a));
    }

    boolean shows(String version) {
        return !withholds(version) && NpmVersion.isPossible(version);
    }

    /** Whether policy hides it. */
    boolean withholds(String version) {
        return rendering.withheld().contains(version);
    }

    /** The address of a version's tarball at the gateway, as JSON. */
    String link(String version) {
        String path = pathOfVersion.get(version);
        if (path == null) {
            throw new IllegalArgumentException("the listing is another document's: it has no version " + version);
        }
        return "\"" + rendering.gateway() + NpmPaths.encode(path) + "\"";
    }

    /** The version that {@code tag} shows instead of {@code version}; empty when the tag goes. */
    Optional<String> target(String tag, String version) {
        return shows(version) ? Optional.of(version) : targets().instead(tag, version);
    }

    private TagTargets targets() {
        if (targets == null) {
            targets = new TagTargets(
                    pathOfVersion.keySet().stream().filter(this::shows).toList());
        }
        return targets;
    }
}
