package dev.granary.fetchverify.upstream;

import static dev.granary.fetchverify.upstream.ScriptedServer.answering;
import static dev.granary.fetchverify.upstream.ScriptedServer.ok;
import static dev.granary.fetchverify.upstream.UpstreamFixture.artifact;
import static dev.granary.fetchverify.upstream.UpstreamFixture.configured;
import static dev.granary.fetchverify.upstream.UpstreamFixture.limits;
import static dev.granary.fetchverify.upstream.UpstreamFixture.settings;
import static dev.granary.fetchverify.upstream.UpstreamFixture.surroundings;
import static dev.granary.fetchverify.upstream.UpstreamFixture.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.granary.fetchverify.upstream.UpstreamObserver.Outcome;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class SpansTest {
    private static final Vertx VERTX = Vertx.vertx();
    private final List<SpanData> spans = new CopyOnWriteArrayList<>();
    private final SdkTracerProvider provider = SdkTracerProvider.builder()
            .addSpanProcessor(SimpleSpanProcessor.create(new Collecting()))
            .build();

    @AfterAll
    static void stop() {
        VERTX.close();
    }

    @Test
    void everyTryIsAChildOfTheCallersSpanAndTellsNoSecret() throws IOException {
        // Given
        Tracer tracer = provider.get("test");
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        Span caller = tracer.spanBuilder("caller").startSpan();
        try (var server = ScriptedServer.start(answering("502 Bad Gateway", ""), ok("fine"));
                var client = new VertxUpstreamClient(
                        VERTX,
                        settings(configured(server.base())),
                        limits(),
                        surroundings(),
                        new Watch(tracer, new MicrometerUpstreamObserver(meters)));
                Scope _ = caller.makeCurrent()) {

            // When
            text(client.ask(artifact(server.base(), "a.tgz?token=geheim")));

            // Then
            assertThat(spans).hasSize(2).allSatisfy(span -> {
                assertThat(span.getName()).isEqualTo("upstream GET");
                assertThat(span.getParentSpanId())
                        .isEqualTo(caller.getSpanContext().getSpanId());
                assertThat(span.getAttributes().get(AttributeKey.stringKey("granary.ecosystem")))
                        .isEqualTo("npm");
                assertThat(span.toString()).doesNotContain("geheim");
            });
            SpanData last = spans.getLast();
            assertThat(last.getAttributes().get(AttributeKey.longKey("http.response.status_code")))
                    .isEqualTo(200);
            assertThat(last.getAttributes().get(AttributeKey.longKey("granary.attempt")))
                    .isEqualTo(2);
            assertThat(meters.get("granary.fetch-verify.upstream.tries")
                            .tag("outcome", Outcome.CONTENT.label())
                            .timer()
                            .count())
                    .isEqualTo(1);
        }
    }

    private final class Collecting implements SpanExporter {
        @Override
        public CompletableResultCode export(Collection<SpanData> ended) {
            spans.addAll(ended);
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
