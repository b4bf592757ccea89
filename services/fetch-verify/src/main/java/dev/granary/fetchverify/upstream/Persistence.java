package dev.granary.fetchverify.upstream;

import dev.granary.fetchverify.source.Backoff;
import dev.granary.fetchverify.source.UpstreamRequest.Kind;
import dev.granary.fetchverify.upstream.wire.Deadline;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;

/** Tries again where that may help: within the host's budget of retries, after a random wait, and never for relays. */
final class Persistence {
    private final Courier courier;
    private final Backoff backoff;
    private final RandomGenerator random;

    /**
     * What came in the end.
     *
     * @param last the errand that brought it
     */
    record Result(Reply reply, Errand last) {}

    Persistence(Courier courier, Backoff backoff, RandomGenerator random) {
        this.courier = courier;
        this.backoff = backoff;
        this.random = random;
    }

    /** Runs {@code errand} until it brings an answer or further tries make no sense; {@code gate} is the first host's. */
    Result run(Errand errand, HostGate gate, Deadline deadline) {
        gate.onRequest();
        Errand current = errand;
        Reply reply = courier.run(current, deadline);
        for (int retry = 1; retry <= backoff.retries() && current.request().kind() != Kind.RELAY; retry++) {
            if (!(reply instanceof Reply.Broken broken)
                    || Thread.currentThread().isInterrupted()
                    || !gate.mayRetry()) {
                break;
            }
            Duration wait = backoff.before(retry, random);
            if (broken.retryAfter().filter(asked -> asked.isPositive()).isPresent()
                    || deadline.left().compareTo(wait) <= 0) {
                break;
            }
            pause(wait);
            Errand next = current.again();
            Reply again = courier.run(next, deadline);
            if (again instanceof Reply.Refused) {
                // The breaker opened meanwhile: what the last request met says more.
                break;
            }
            current = next;
            reply = again;
        }
        return new Result(reply, current);
    }

    private static void pause(Duration wait) {
        LockSupport.parkNanos(wait.toNanos());
    }
}
