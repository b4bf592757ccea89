package dev.granary.libp2p.transport.quic;

import dev.granary.libp2p.loop.Loop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Tells when all that one connection had sent can be taken for acknowledged, which the library does not say itself. Confined
 * to the connection's loop.
 *
 * <p>What is not acknowledged in time is sent again, or asked after. So a connection that sends nothing for longer than that
 * takes has nothing under way. One that others keep busy has no such moment; who waits there is told after some time.
 */
final class QuietMoments {
    /** A remote may sit on an acknowledgement for 25 ms; the rest is for the clocks of both. */
    private static final Duration LATEST_ACKNOWLEDGEMENT = Duration.ofMillis(30);
    /** Round trips, varying, before the library asks after an acknowledgement. */
    private static final int ROUND_TRIPS = 3;

    private static final Duration LONGEST_WAIT = Duration.ofMillis(500);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(10);

    private final Loop loop;
    private final Supplier<Optional<Traffic>> traffic;
    private final List<Waiting> waiting = new ArrayList<>();
    private long sent;
    private long quietSinceNanos;

    /** What a connection has sent so far, and how long an answer takes. */
    record Traffic(long packetsSent, long roundTripNanos) {}

    private record Waiting(Runnable task, long sinceNanos) {}

    /** @param traffic as it stands; empty once the connection is closed */
    QuietMoments(Loop loop, Supplier<Optional<Traffic>> traffic) {
        this.loop = loop;
        this.traffic = traffic;
    }

    /** Runs {@code task} later, once what was sent until now can be taken for acknowledged. */
    void afterwards(Runnable task) {
        if (waiting.isEmpty()) {
            sent = traffic.get().map(Traffic::packetsSent).orElse(0L);
            quietSinceNanos = loop.nanoTime();
            loop.schedule(BETWEEN_LOOKS, this::look);
        }
        waiting.add(new Waiting(task, loop.nanoTime()));
    }

    private void look() {
        long now = loop.nanoTime();
        Optional<Traffic> current = traffic.get();
        long sentNow = current.map(Traffic::packetsSent).orElse(sent);
        if (sentNow != sent) {
            sent = sentNow;
            quietSinceNanos = now;
        }
        long longest = ROUND_TRIPS * current.map(Traffic::roundTripNanos).orElse(0L);
        boolean quiet = current.isEmpty() || now - quietSinceNanos >= longest + LATEST_ACKNOWLEDGEMENT.toNanos();
        long waitedEnough = now - longest - LONGEST_WAIT.toNanos();
        List<Waiting> over = waiting.stream()
                .filter(each -> quiet || each.sinceNanos() - waitedEnough <= 0)
                .toList();
        waiting.removeAll(over);
        if (!waiting.isEmpty()) {
            loop.schedule(BETWEEN_LOOKS, this::look);
        }
        over.forEach(each -> each.task().run());
    }
}
