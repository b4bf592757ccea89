package dev.granary.fetchverify.upstream;

import dev.granary.fetchverify.source.Breaker.Pass;
import dev.granary.fetchverify.source.UpstreamAnswer;
import dev.granary.fetchverify.upstream.wire.ResponseHead;
import dev.granary.fetchverify.upstream.wire.Transfer;
import java.time.Duration;
import java.util.Optional;

/** How one try at a request ended. */
sealed interface Reply {
    /**
     * The header of an answer below 500, redirects done. The receiver closes {@code transfer}, and tells {@code gate}
     * what came of the request.
     */
    record Header(Transfer transfer, ResponseHead head, HostGate gate, Pass pass) implements Reply {
        /** How sentences call whoever answers. */
        String peer() {
            return transfer.peer();
        }
    }

    /** Nothing was sent, and trying again changes nothing. */
    record Refused(UpstreamAnswer answer) implements Reply {}

    /**
     * No usable answer came; another try may bring one.
     *
     * @param retryAfter how long the host wants to be left alone
     */
    record Broken(String sentence, Optional<Duration> retryAfter) implements Reply {}
}
