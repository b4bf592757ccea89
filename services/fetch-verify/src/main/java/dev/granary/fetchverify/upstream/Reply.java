package dev.granary.fetchverify.upstream;

import dev.granary.fetchverify.source.Origin;
import dev.granary.fetchverify.source.UpstreamAnswer;

/** How one try at a request ended. */
sealed interface Reply {
    /** The header of an answer, redirects done; the receiver closes {@code transfer}. */
    record Header(Transfer transfer, Origin from) implements Reply {}

    /** Nothing was sent, and trying again changes nothing. */
    record Refused(UpstreamAnswer answer) implements Reply {}

    /** No answer came; another try may bring one. */
    record Broken(String sentence) implements Reply {}
}
