package dev.granary.service.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.granary.service.health.DegradedModes;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WatchedSpanExporterTest {
    private static final int MORE_THAN_IS_KEPT = 3000;

    private final DegradedModes modes = new DegradedModes();
    private final Target target = new Target();
    private final SdkTracerProvider spans = SdkTracerProvider.builder()
            .addSpanProcessor(SimpleSpanProcessor.create(
                    new WatchedSpanExporter(target, "127.0.0.1:9411", modes, Duration.ofMillis(10))))
            .build();

    @AfterEach
    void stop() {
        spans.shutdown().join(10, TimeUnit.SECONDS);
    }

    @Test
    void spansThatDidNotArriveAreSentAgainUntilTheyDoThoughNoOthersFollow() throws InterruptedException {
        // Given
        target.away = true;
        record("first");
        record("second");
        int awayBefore = modes.list().size();

        // When
        target.away = false;

        // Then
        assertThat(awayBefore).isEqualTo(1);
        assertThat(target.arrived.poll(10, TimeUnit.SECONDS)).isEqualTo("first");
        assertThat(target.arrived.poll(10, TimeUnit.SECONDS)).isEqualTo("second");
        spans.shutdown().join(10, TimeUnit.SECONDS);
        assertThat(target.arrived).isEmpty();
    }

    @Test
    void aTargetThatStaysAwayCostsABoundedNumberOfSpans() throws InterruptedException {
        // Given
        target.away = true;
        for (int i = 0; i < MORE_THAN_IS_KEPT; i++) {
            record("span " + i);
        }

        // When
        target.away = false;

        // Then
        for (int i = 0; i < 2048; i++) {
            assertThat(target.arrived.poll(10, TimeUnit.SECONDS)).isEqualTo("span " + i);
        }
        record("last");
        assertThat(target.arrived.poll(10, TimeUnit.SECONDS)).isEqualTo("last");
        assertThat(modes.list()).isEmpty();
    }

    private void record(String name) {
        spans.get("test").spanBuilder(name).startSpan().end();
    }

    private static final class Target implements SpanExporter {
        private final BlockingQueue<String> arrived = new LinkedBlockingQueue<>(MORE_THAN_IS_KEPT);
        private volatile boolean away;

        @Override
        public CompletableResultCode export(Collection<SpanData> spans) {
            if (away) {
                return CompletableResultCode.ofFailure();
            }
            spans.forEach(span -> arrived.add(span.getName()));
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode flush() {
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode shutdown() {
            return CompletableResultCode.ofSuccess();
        }
    }
}
