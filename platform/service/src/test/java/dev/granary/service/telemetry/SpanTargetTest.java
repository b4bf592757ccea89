package dev.granary.service.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.granary.service.health.DegradedModes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Where spans go, by each setting; the test plays the receiver. */
class SpanTargetTest {
    private final BlockingQueue<String> received = new LinkedBlockingQueue<>(10);
    private final DegradedModes modes = new DegradedModes();
    private final HttpServer server;

    SpanTargetTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    @BeforeEach
    void listen() {
        server.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1);
            received.offer(exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("Content-Type") + " "
                    + exchange.getRequestHeaders().getFirst("X-Token") + " " + body);
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void otlpGoesToTheCollectorWithItsHeaders() throws InterruptedException {
        // When
        Span span = record(TracesTarget.OTLP);

        // Then
        assertThat(received.poll(10, TimeUnit.SECONDS))
                .startsWith("/v1/traces application/x-protobuf secret ")
                .contains("unit of work");
        assertThat(span.getSpanContext().isSampled()).isTrue();
        assertThat(modes.list()).isEmpty();
    }

    @Test
    void zipkinGetsItsOwnForm() throws InterruptedException {
        // When
        Span span = record(TracesTarget.ZIPKIN);

        // Then
        assertThat(received.poll(10, TimeUnit.SECONDS))
                .startsWith("/api/v2/spans application/json ")
                .contains(span.getSpanContext().getTraceId());
    }

    @Test
    void noneRecordsNothingButStillMakesTraceIds() throws InterruptedException {
        // When
        Span span = record(TracesTarget.NONE);

        // Then
        assertThat(span.getSpanContext().isValid()).isTrue();
        assertThat(span.isRecording()).isFalse();
        assertThat(received.poll(200, TimeUnit.MILLISECONDS)).isNull();
    }

    @Test
    void aReceiverThatIsGoneIsTold() {
        // Given
        server.stop(0);

        // When
        record(TracesTarget.OTLP);

        // Then
        assertThat(modes.list()).singleElement().satisfies(mode -> assertThat(mode.name())
                .isEqualTo("traces"));
    }

    private Span record(TracesTarget target) {
        Wiring wiring = new Wiring();
        TracesConfig traces = new FixedTraces(target, 1.0);
        SpanExporter exporter = wiring.spanExporter(traces, () -> at("/api/v2/spans"), new FixedOtlp(at("")), modes);
        try (SdkTracerProvider provider = SdkTracerProvider.builder()
                .setSampler(wiring.sampler(traces))
                .addSpanProcessor(SimpleSpanProcessor.create(exporter))
                .build()) {
            Span span = provider.get("test").spanBuilder("unit of work").startSpan();
            span.end();
            provider.forceFlush().join(10, TimeUnit.SECONDS);
            return span;
        }
    }

    private URI at(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    private record FixedTraces(TracesTarget target, double sample) implements TracesConfig {}

    private record FixedOtlp(URI endpoint) implements OtlpConfig {
        @Override
        public Map<String, String> headers() {
            return Map.of("X-Token", "secret");
        }
    }
}
