package dev.granary.fetchverify.upstream;

import dev.granary.fetchverify.breaker.Breaker.Pass;
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
     * No usable answer came; another try may bring one. The receiver tells that the request failed once it gives up,
     * since the host's breaker counts requests and not tries.
     *
     * @param retryAfter how long the host wants to be left alone
     * @param culprit who is to be told; empty when nobody is, or has been already
     */
    record Broken(String sentence, Optional<Duration> retryAfter, Optional<Culprit> culprit) implements Reply {
        /** The request has failed for good. */
        void onGivenUp() {
            culprit.ifPresent(guilty -> guilty.gate().onFailure(guilty.pass()));
        }
    }

    /** The host at which a try failed. */
    record Culprit(HostGate gate, Pass pass) {
        /** Blames a host; that a probe failed is told at once, for all others wait for it. */
        static Optional<Culprit> of(HostGate gate, Pass pass) {
            if (pass.isProbe()) {
                gate.onFailure(pass);
                return Optional.empty();
            }
            return Optional.of(new Culprit(gate, pass));
        }
    }
}
