package dev.granary.fetchverify.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.granary.fetchverify.breaker.Breaker;
import dev.granary.fetchverify.format.document.JsonLimits;
import dev.granary.fetchverify.format.document.SampleLimits;
import dev.granary.fetchverify.freshness.FreshnessSettings;
import dev.granary.fetchverify.kafka.KafkaRelaySettings;
import dev.granary.fetchverify.postgres.MigrationSettings;
import dev.granary.fetchverify.postgres.PostgresPinsSettings;
import dev.granary.fetchverify.postgres.ReceiptRetention;
import dev.granary.fetchverify.redis.RedisSettings;
import dev.granary.fetchverify.relay.PumpSettings;
import dev.granary.kernel.ByteCount;
import io.quarkus.runtime.configuration.MemorySize;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** For each mapping: its defaults, and that each of its keys is read. Those of upstreams have a test of their own. */
class MappingsTest {
    @Test
    void theGatewayHasDefaults() {
        // When
        GatewayConfig gateway = Mapping.of(GatewayConfig.class, Map.of());

        // Then
        assertThat(gateway.data()).isEqualTo(Path.of("data/fetch-verify"));
        assertThat(gateway.publicUrl()).isEqualTo(URI.create("http://127.0.0.1:8080/"));
        assertThat(gateway.reputationUrl()).isEmpty();
        assertThat(gateway.settings()).isEmpty();
        assertThat(gateway.mostRequests()).isEqualTo(20_000);
        assertThat(gateway.headPatience()).isEqualTo(Duration.ofSeconds(10));
        assertThat(gateway.clientPatience()).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void theGatewayReadsEveryKey() {
        // When
        GatewayConfig gateway = Mapping.whole(
                GatewayConfig.class,
                Map.of(
                        "data", "/srv/granary",
                        "public-url", "https://packages.corp/",
                        "reputation-url", "http://127.0.0.1:2/",
                        "settings", "/etc/granary.toml",
                        "most-requests", "3",
                        "head-patience", "PT4S",
                        "client-patience", "PT5S"));

        // Then
        assertThat(gateway.data()).isEqualTo(Path.of("/srv/granary"));
        assertThat(gateway.publicUrl()).isEqualTo(URI.create("https://packages.corp/"));
        assertThat(gateway.reputationUrl()).hasValue(URI.create("http://127.0.0.1:2/"));
        assertThat(gateway.settings()).hasValue(Path.of("/etc/granary.toml"));
        assertThat(gateway.mostRequests()).isEqualTo(3);
        assertThat(gateway.headPatience()).isEqualTo(Duration.ofSeconds(4));
        assertThat(gateway.clientPatience()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void postgresHasDefaults() {
        // When
        PostgresConfig postgres = Mapping.of(PostgresConfig.class, Map.of());

        // Then
        Duration pause = Duration.ofSeconds(10);
        assertThat(postgres.migrations())
                .isEqualTo(new MigrationSettings("127.0.0.1:5432/granary", "granary", "granary"));
        assertThat(postgres.pins())
                .isEqualTo(new PostgresPinsSettings(Duration.ofMillis(250), new Breaker.Rules(3, pause, pause)));
        assertThat(postgres.pump()).isEqualTo(new PumpSettings(200, Duration.ofMillis(200), pause));
        assertThat(postgres.receipts()).isEqualTo(new ReceiptRetention(Duration.ofDays(180), 1_000_000));
    }

    @Test
    void postgresReadsEveryKey() {
        // When
        PostgresConfig postgres = Mapping.whole(
                PostgresConfig.class,
                Map.ofEntries(
                        Map.entry("address", "db.example:1/x"),
                        Map.entry("user", "u"),
                        Map.entry("password", "p"),
                        Map.entry("patience", "PT1S"),
                        Map.entry("breaker-failures", "2"),
                        Map.entry("breaker-pause", "PT3S"),
                        Map.entry("batch", "4"),
                        Map.entry("shortest-pause", "PT5S"),
                        Map.entry("longest-pause", "PT6S"),
                        Map.entry("receipts-age", "P7D"),
                        Map.entry("receipts-most", "8")));

        // Then
        Duration pause = Duration.ofSeconds(3);
        assertThat(postgres.migrations()).isEqualTo(new MigrationSettings("db.example:1/x", "u", "p"));
        assertThat(postgres.pins())
                .isEqualTo(new PostgresPinsSettings(Duration.ofSeconds(1), new Breaker.Rules(2, pause, pause)));
        assertThat(postgres.pump()).isEqualTo(new PumpSettings(4, Duration.ofSeconds(5), Duration.ofSeconds(6)));
        assertThat(postgres.receipts()).isEqualTo(new ReceiptRetention(Duration.ofDays(7), 8));
    }

    @Test
    void kafkaHasDefaults() {
        // When
        KafkaConfig kafka = Mapping.of(KafkaConfig.class, Map.of());

        // Then
        assertThat(kafka.relay())
                .isEqualTo(new KafkaRelaySettings(
                        "127.0.0.1:9092", "granary-fetch-verify", Duration.ofSeconds(15), ByteCount.ofMebibytes(8)));
        assertThat(kafka.pump()).isEqualTo(new PumpSettings(500, Duration.ofMillis(200), Duration.ofSeconds(10)));
    }

    @Test
    void kafkaReadsEveryKey() {
        // When
        KafkaConfig kafka = Mapping.whole(
                KafkaConfig.class,
                Map.of(
                        "bootstrap-servers", "a:1,b:2",
                        "patience", "PT1S",
                        "memory", "5M",
                        "batch", "3",
                        "shortest-pause", "PT4S",
                        "longest-pause", "PT5S"));

        // Then
        assertThat(kafka.relay())
                .isEqualTo(new KafkaRelaySettings(
                        "a:1,b:2", "granary-fetch-verify", Duration.ofSeconds(1), ByteCount.ofMebibytes(5)));
        assertThat(kafka.pump()).isEqualTo(new PumpSettings(3, Duration.ofSeconds(4), Duration.ofSeconds(5)));
    }

    @Test
    void redisHasDefaults() {
        // When
        RedisConfig redis = Mapping.of(RedisConfig.class, Map.of());

        // Then
        Duration pause = Duration.ofSeconds(5);
        assertThat(redis.of("local"))
                .isEqualTo(new RedisSettings("local", ByteCount.ofMebibytes(1), new Breaker.Rules(3, pause, pause)));
        assertThat(redis.lookEvery()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void redisReadsEveryKey() {
        // When
        RedisConfig redis = Mapping.whole(
                RedisConfig.class,
                Map.of(
                        "largest-document", "2M",
                        "breaker-failures", "3",
                        "breaker-pause", "PT4S",
                        "look-every", "PT6S"));

        // Then
        Duration pause = Duration.ofSeconds(4);
        assertThat(redis.of("here"))
                .isEqualTo(new RedisSettings("here", ByteCount.ofMebibytes(2), new Breaker.Rules(3, pause, pause)));
        assertThat(redis.lookEvery()).isEqualTo(Duration.ofSeconds(6));
    }

    @Test
    void documentsHaveDefaults() {
        // When
        FreshnessSettings freshness =
                Mapping.of(FreshnessConfig.class, Map.of()).settings();

        // Then
        assertThat(freshness)
                .isEqualTo(new FreshnessSettings(
                        Duration.ofMinutes(5),
                        Duration.ofMinutes(5),
                        Duration.ofDays(1),
                        Duration.ofMinutes(10),
                        Duration.ofSeconds(30)));
        assertThat(Mapping.of(JsonConfig.class, Map.of()).limits()).isEqualTo(SampleLimits.INDEXES);
    }

    @Test
    void documentsReadEveryKey() {
        // When
        FreshnessSettings freshness = Mapping.whole(
                        FreshnessConfig.class,
                        Map.of("index", "PT1S", "sidecar", "PT2S", "keys", "PT3S", "grace", "PT4S", "absent", "PT5S"))
                .settings();
        JsonConfig json = Mapping.whole(
                JsonConfig.class,
                Map.of("largest", "1K", "depth", "2", "name-length", "3", "text-length", "4", "number-length", "5"));

        // Then
        assertThat(freshness)
                .isEqualTo(new FreshnessSettings(
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(3),
                        Duration.ofSeconds(4),
                        Duration.ofSeconds(5)));
        assertThat(json.limits()).isEqualTo(new JsonLimits(1024, 2, 3, 4, 5));
    }

    @Test
    void theStoreHasDefaults() {
        // When
        StoreConfig store = Mapping.of(StoreConfig.class, Map.of());

        // Then
        assertThat(store)
                .extracting(s -> bytes(s.maximumSize()), StoreConfig::evictionTarget, s -> bytes(s.minimumFree()))
                .containsExactly(50L << 30, 0.9, 256L << 20);
        assertThat(store)
                .extracting(StoreConfig::recencyStep, StoreConfig::parallelHashes, StoreConfig::scrubRest)
                .containsExactly(Duration.ofMinutes(10), 2, Duration.ofHours(6));
        assertThat(store)
                .extracting(
                        s -> bytes(s.scrubBytesPerSecond()), s -> bytes(s.outboxSize()), s -> bytes(s.outboxSegment()))
                .containsExactly(8L << 20, 256L << 20, 8L << 20);
        assertThat(store)
                .extracting(s -> bytes(s.largestDocument()), s -> bytes(s.largestArtifact()))
                .containsExactly(100L << 20, 4L << 30);
    }

    @Test
    void theStoreReadsEveryKey() {
        // When
        StoreConfig store = Mapping.whole(
                StoreConfig.class,
                Map.ofEntries(
                        Map.entry("maximum-size", "1K"),
                        Map.entry("eviction-target", "0.2"),
                        Map.entry("minimum-free", "3K"),
                        Map.entry("recency-step", "PT4S"),
                        Map.entry("parallel-hashes", "5"),
                        Map.entry("scrub-bytes-per-second", "6K"),
                        Map.entry("scrub-rest", "PT7S"),
                        Map.entry("outbox-size", "8K"),
                        Map.entry("outbox-segment", "9K"),
                        Map.entry("largest-document", "10K"),
                        Map.entry("largest-artifact", "11K")));

        // Then
        assertThat(store)
                .extracting(s -> bytes(s.maximumSize()), StoreConfig::evictionTarget, s -> bytes(s.minimumFree()))
                .containsExactly(1L << 10, 0.2, 3L << 10);
        assertThat(store)
                .extracting(StoreConfig::recencyStep, StoreConfig::parallelHashes, StoreConfig::scrubRest)
                .containsExactly(Duration.ofSeconds(4), 5, Duration.ofSeconds(7));
        assertThat(store)
                .extracting(
                        s -> bytes(s.scrubBytesPerSecond()), s -> bytes(s.outboxSize()), s -> bytes(s.outboxSegment()))
                .containsExactly(6L << 10, 8L << 10, 9L << 10);
        assertThat(store)
                .extracting(s -> bytes(s.largestDocument()), s -> bytes(s.largestArtifact()))
                .containsExactly(10L << 10, 11L << 10);
    }

    @Test
    void memoryHasDefaults() {
        // When
        MemoryConfig memory = Mapping.of(MemoryConfig.class, Map.of());

        // Then
        assertThat(memory)
                .extracting(m -> bytes(m.answers()), m -> bytes(m.listings()), m -> bytes(m.views()))
                .containsExactly(64L << 20, 64L << 20, 64L << 20);
        assertThat(memory)
                .extracting(MemoryConfig::absent, m -> bytes(m.largestBody()))
                .containsExactly(20_000, 64L << 10);
    }

    @Test
    void memoryReadsEveryKey() {
        // When
        MemoryConfig memory = Mapping.whole(
                MemoryConfig.class,
                Map.of("answers", "1K", "listings", "2K", "views", "3K", "absent", "4", "largest-body", "5K"));

        // Then
        assertThat(memory)
                .extracting(m -> bytes(m.answers()), m -> bytes(m.listings()), m -> bytes(m.views()))
                .containsExactly(1L << 10, 2L << 10, 3L << 10);
        assertThat(memory)
                .extracting(MemoryConfig::absent, m -> bytes(m.largestBody()))
                .containsExactly(4, 5L << 10);
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                FreshnessConfig.class,
                GatewayConfig.class,
                JsonConfig.class,
                KafkaConfig.class,
                MemoryConfig.class,
                PostgresConfig.class,
                RedisConfig.class,
                StoreConfig.class,
                UpstreamConfig.class
            })
    void aMisspeltKeyStopsTheStartAndEveryRightOneIsOnThePageOfSettings(Class<?> type) {
        assertThatThrownBy(() -> Mapping.of(type, Map.of("mispelt", "1"))).hasMessageContaining("mispelt");
        assertThat(Mapping.page()).contains(Mapping.lines(type));
    }

    private static long bytes(MemorySize size) {
        return size.asLongValue();
    }
}
