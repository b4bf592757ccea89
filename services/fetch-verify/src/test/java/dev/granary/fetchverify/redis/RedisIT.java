package dev.granary.fetchverify.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.granary.fetchverify.breaker.Breaker;
import dev.granary.fetchverify.servers.RealServers;
import dev.granary.fetchverify.store.SharedCache;
import dev.granary.fetchverify.store.SharedCacheConformance;
import dev.granary.kernel.ByteCount;
import dev.granary.local.standalone.RealRedis;
import dev.granary.service.health.DegradedModes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(RealServers.class)
@SuppressWarnings("NullAway.Init") // Quarkus fills the fields
class RedisIT extends SharedCacheConformance {
    private static final Duration PAUSE = Duration.ofMillis(500);

    RealRedis redis;

    @Inject
    RedisDataSource client;

    private final List<SpanData> exported = new CopyOnWriteArrayList<>();
    private final SdkTracerProvider spans = SdkTracerProvider.builder()
            .addSpanProcessor(SimpleSpanProcessor.create(new Collecting(exported)))
            .build();

    private DegradedModes modes;
    private RedisSharedCache cache;

    @BeforeEach
    void connect() {
        redis.restart();
        modes = new DegradedModes();
        cache = new RedisSharedCache(
                client,
                new RedisSettings("test", ByteCount.ofMebibytes(1), new Breaker.Rules(3, PAUSE, PAUSE)),
                modes,
                InstantSource.system(),
                spans.get("test"));
        awaitAnswer();
    }

    @Override
    protected SharedCache cache() {
        return cache;
    }

    @Override
    protected void pass(Duration time) throws InterruptedException {
        Thread.sleep(time); // Redis has its own clock
    }

    @Test
    void costsNextToNothingWhileItIsAwayAndComesBackByItself() throws InterruptedException {
        // Given
        redis.kill();
        long start = System.nanoTime();

        // When
        for (int i = 0; i < 1000; i++) {
            assertThat(cache.findDocument("npm/left-pad")).isEmpty();
            assertThat(cache.isKnownAbsent("npm/left-pad")).isFalse();
            assertThat(cache.tryLease("npm/left-pad", PAUSE)).isPresent();
        }

        // Then
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
        assertThat(cache.isAway()).isTrue();
        assertThat(modes.list()).extracting("name").containsExactly("redis");

        redis.restart();
        awaitAnswer();
        assertThat(modes.list()).isEmpty();
    }

    @Test
    void itsAbsenceAndReturnShowThoughNobodyAsks() throws InterruptedException {
        // Given
        redis.kill();

        // When
        try (RedisWatch watch = new RedisWatch(cache, Duration.ofMillis(20))) {
            watch.start();

            // Then
            await(() -> !modes.list().isEmpty());
            redis.restart();
            await(() -> modes.list().isEmpty());
        }
    }

    @Test
    void aCommandIsASpanOfTheRequestThatTellsNeitherKeyNorValue() {
        // Given
        Span request = spans.get("test").spanBuilder("request").startSpan();

        // When
        try (Scope _ = request.makeCurrent()) {
            cache.markAbsent("npm/secret-name", Duration.ofMinutes(1));
        }
        cache.markAbsent("npm/left-pad", Duration.ofMinutes(1));

        // Then
        List<SpanData> commands = exported.stream()
                .filter(span -> span.getName().equals("redis PSETEX"))
                .toList();
        assertThat(commands).singleElement().satisfies(span -> {
            assertThat(span.getParentSpanId())
                    .isEqualTo(request.getSpanContext().getSpanId());
            assertThat(span.toString()).doesNotContain("secret-name");
        });
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long limit = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(limit);
            Thread.sleep(20); // another process decides
        }
    }

    private void awaitAnswer() {
        long limit = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        cache.markAbsent("probe", Duration.ofMinutes(1));
        while (!cache.isKnownAbsent("probe")) {
            assertThat(System.nanoTime()).isLessThan(limit);
            cache.markAbsent("probe", Duration.ofMinutes(1));
        }
    }

    private record Collecting(List<SpanData> spans) implements SpanExporter {
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
