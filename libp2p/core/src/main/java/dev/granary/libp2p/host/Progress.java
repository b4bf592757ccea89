package dev.granary.libp2p.host;

import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.loop.Loop;
import java.time.Duration;

/** One attempt to get a connection, as observers see it. */
record Progress(long attempt, Loop clock, long startedNanos, HostObserver observer) {
    Duration since() {
        return Duration.ofNanos(clock.nanoTime() - startedNanos);
    }

    void passed(HostObserver.Step step) {
        observer.passed(attempt, step, since());
    }

    void failed(P2pError error) {
        observer.failed(attempt, error, since());
    }
}
