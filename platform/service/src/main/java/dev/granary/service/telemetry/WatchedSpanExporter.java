package dev.granary.service.telemetry;

import dev.granary.service.health.DegradedModes;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import org.jboss.logging.Logger;

/**
 * Tells once when spans no longer arrive, and once when they do again; the exporter behind it is silent. Called by the
 * one thread that empties the queue of spans.
 */
final class WatchedSpanExporter implements SpanExporter {
    private static final Logger LOGGER = Logger.getLogger(WatchedSpanExporter.class);
    private static final String MODE = "traces";

    private final SpanExporter exporter;
    private final String target;
    private final DegradedModes modes;

    /**
     * @param target where the spans go, for people
     */
    WatchedSpanExporter(SpanExporter exporter, String target, DegradedModes modes) {
        this.exporter = exporter;
        this.target = target;
        this.modes = modes;
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
        CompletableResultCode result = exporter.export(spans);
        result.whenComplete(() -> tell(result.isSuccess()));
        return result;
    }

    @Override
    public CompletableResultCode flush() {
        return exporter.flush();
    }

    @Override
    public CompletableResultCode shutdown() {
        return exporter.shutdown();
    }

    private void tell(boolean arrived) {
        if (arrived && modes.leave(MODE)) {
            LOGGER.infof("traces arrive at %s again", target);
        }
        if (!arrived && modes.enter(MODE, "spans are dropped: " + target + " does not take them")) {
            LOGGER.warnf("traces do not arrive at %s: spans are dropped until they do", target);
        }
    }
}
