package dev.granary.local.discovery;

import dev.granary.local.settings.UpstreamUrl;

/** What a client program said of its registry. */
public sealed interface Discovered {
    /** It uses this one. */
    record Found(UpstreamUrl url) implements Discovered {}

    /** It did not name one that can be used; {@code why} is a clause such as "npm is not installed". */
    record Nothing(String why) implements Discovered {}
}
