package dev.granary.fetchverify.format.npm;

import dev.granary.fetchverify.format.View;

/** How npm documents can be shown. */
final class NpmViews {
    static final String JSON = "application/json";
    static final String ABBREVIATED_JSON = "application/vnd.npm.install-v1+json";

    /** The packument whole. */
    static final View FULL = View.of("full");
    /** What an install needs of the packument. */
    static final View ABBREVIATED = View.of("abbreviated");
    /** The tags alone. */
    static final View DIST_TAGS = View.of("dist-tags");
    /** Any other document, byte for byte. */
    static final View AS_IS = View.of("as-is");

    static final String VERSION = "version";

    private NpmViews() {}

    /** One version's manifest, by version or tag. */
    static View version(String versionOrTag) {
        return new View(VERSION, versionOrTag);
    }
}
