package dev.granary.service.telemetry;

import dev.granary.service.health.DegradedModes;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Tells once when spans no longer arrive, and once when they do again; the exporter behind it is silent. Spans that did
 * not arrive are kept, up to a bound, and sent again until they do: a target that starts after the services shows their
 * first requests too. Called by the one thread that empties the queue of spans; a thread of its own sends again.
 */
final class WatchedSpanExporter implements SpanExporter {
    private static final Logger LOGGER = Logger.getLogger(WatchedSpanExporter.class);
    private static final String MODE = "traces";
    private static final int MOST_KEPT = 2048;
    private static final int BATCH = 512;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final SpanExporter exporter;
    private final String target;
    private final DegradedModes modes;
    private final Duration pause;
    private final Lock sending = new ReentrantLock();
    private final Deque<SpanData> kept = new ArrayDeque<>(); // guarded by this
    private @Nullable Thread again; // guarded by this
    private volatile boolean closed;

    /**
     * @param target where the spans go, for people
     * @param pause until spans that did not arrive are sent again
     */
    WatchedSpanExporter(SpanExporter exporter, String target, DegradedModes modes, Duration pause) {
        this.exporter = exporter;
        this.target = target;
        this.modes = modes;
        this.pause = pause;
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
        CompletableResultCode result = send(spans);
        result.whenComplete(() -> {
            if (!result.isSuccess()) {
                keep(spans);
            }
            tell(result.isSuccess());
        });
        return result;
    }

    @Override
    public CompletableResultCode flush() {
        return exporter.flush();
    }

    @Override
    public synchronized CompletableResultCode shutdown() {
        closed = true;
        if (again != null) {
            LockSupport.unpark(again);
        }
        return exporter.shutdown();
    }

    /** An exporter is never to be called twice at once. */
    private CompletableResultCode send(Collection<SpanData> spans) {
        sending.lock();
        try {
            return exporter.export(spans);
        } finally {
            sending.unlock();
        }
    }

    private synchronized void keep(Collection<SpanData> spans) {
        spans.stream().limit(Math.max(0, MOST_KEPT - kept.size())).forEach(kept::addLast);
        if (again == null && !closed) {
            again = Thread.ofVirtual().name("traces-again").start(this::sendAgain);
        }
    }

    private void sendAgain() {
        boolean arrived = false;
        while (!closed) {
            if (!arrived) {
                LockSupport.parkNanos(this, pause.toNanos());
            }
            List<SpanData> batch = oldest();
            if (batch.isEmpty()) {
                return;
            }
            arrived =
                    send(batch).join(PATIENCE.toMillis(), TimeUnit.MILLISECONDS).isSuccess();
            if (arrived) {
                forget(batch.size());
            }
            tell(arrived);
        }
    }

    /** The next to be sent again; when there is none, the thread that asks has done its work. */
    private synchronized List<SpanData> oldest() {
        if (kept.isEmpty()) {
            again = null;
        }
        return kept.stream().limit(BATCH).toList();
    }

    private synchronized void forget(int count) {
        for (int i = 0; i < count; i++) {
            kept.removeFirst();
        }
    }

    private void tell(boolean arrived) {
        if (arrived && modes.leave(MODE)) {
            LOGGER.infof("traces arrive at %s again", target);
        }
        if (!arrived && modes.enter(MODE, target + " takes no spans: at most " + MOST_KEPT + " wait for it")) {
            LOGGER.warnf("traces do not arrive at %s: at most %d spans wait until they do", target, MOST_KEPT);
        }
    }
}
