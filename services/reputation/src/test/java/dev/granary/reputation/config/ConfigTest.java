package dev.granary.reputation.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.granary.reputation.evidence.EvidenceSettings;
import dev.granary.reputation.ledger.LedgerSettings;
import dev.granary.reputation.score.ScoreSettings;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ConfigTest {
    @Test
    void theDefaultsAreTheValuesThatWereSimulated() {
        // When
        SmallRyeConfig config = config(Map.of());

        // Then
        assertThat(config.getConfigMapping(EvidenceConfig.class).settings()).isEqualTo(EvidenceSettings.PROVEN);
        assertThat(config.getConfigMapping(ScoreConfig.class).settings()).isEqualTo(ScoreSettings.PROVEN);
        assertThat(config.getConfigMapping(LedgerConfig.class).settings())
                .isEqualTo(new LedgerSettings(
                        Duration.ofDays(30), 100_000, Duration.ofMinutes(5), Duration.ofHours(1), 0.01));
        assertThat(config.getConfigMapping(ReviewConfig.class).every()).isEqualTo(Duration.ofMillis(250));
        assertThat(config.getConfigMapping(PostgresConfig.class).address()).isEqualTo("127.0.0.1:5432/granary");
    }

    @Test
    void everyKeyCanBeSet() {
        // When
        SmallRyeConfig config = config(Map.ofEntries(
                Map.entry("granary.reputation.evidence.verified-half-life", "PT1M"),
                Map.entry("granary.reputation.evidence.failed-half-life", "PT2M"),
                Map.entry("granary.reputation.evidence.corrupt-half-life", "PT3M"),
                Map.entry("granary.reputation.evidence.strike-half-life", "PT4M"),
                Map.entry("granary.reputation.evidence.failure-counts-as", "PT5M"),
                Map.entry("granary.reputation.evidence.quarantine-unit", "PT6M"),
                Map.entry("granary.reputation.score.threshold", "0.5"),
                Map.entry("granary.reputation.score.explore-below", "6"),
                Map.entry("granary.reputation.score.explore-strikes-below", "3"),
                Map.entry("granary.reputation.ledger.journal-retention", "P9D"),
                Map.entry("granary.reputation.ledger.maximum-sources", "7"),
                Map.entry("granary.reputation.ledger.review-every", "PT7M"),
                Map.entry("granary.reputation.ledger.republish-every", "PT8M"),
                Map.entry("granary.reputation.ledger.material", "0.2"),
                Map.entry("granary.reputation.review.every", "PT9S"),
                Map.entry("granary.reputation.review.left-over-after", "PT1S"),
                Map.entry("granary.reputation.review.batch", "3"),
                Map.entry("granary.reputation.review.publish-timeout", "PT4S"),
                Map.entry("granary.reputation.review.measure-every", "PT6S"),
                Map.entry("granary.reputation.review.sweep-every", "PT3S"),
                Map.entry("granary.reputation.postgres.address", "db.example:1/x"),
                Map.entry("granary.reputation.postgres.user", "u"),
                Map.entry("granary.reputation.postgres.password", "p"),
                Map.entry("granary.reputation.postgres.migrate", "false"),
                Map.entry("granary.reputation.postgres.retry-every", "PT2S")));

        // Then
        assertThat(config.getConfigMapping(EvidenceConfig.class).settings())
                .isEqualTo(new EvidenceSettings(
                        Duration.ofMinutes(1),
                        Duration.ofMinutes(2),
                        Duration.ofMinutes(3),
                        Duration.ofMinutes(4),
                        Duration.ofMinutes(5),
                        Duration.ofMinutes(6)));
        assertThat(config.getConfigMapping(ScoreConfig.class).settings()).isEqualTo(new ScoreSettings(0.5, 6, 3));
        assertThat(config.getConfigMapping(LedgerConfig.class).settings())
                .isEqualTo(
                        new LedgerSettings(Duration.ofDays(9), 7, Duration.ofMinutes(7), Duration.ofMinutes(8), 0.2));
        assertThat(config.getConfigMapping(ReviewConfig.class).batch()).isEqualTo(3);
        assertThat(config.getConfigMapping(PostgresConfig.class).migrate()).isFalse();
    }

    @Test
    void refusesNonsense() {
        EvidenceConfig evidence = config(Map.of("granary.reputation.evidence.verified-half-life", "PT0S"))
                .getConfigMapping(EvidenceConfig.class);
        ScoreConfig score =
                config(Map.of("granary.reputation.score.threshold", "1.5")).getConfigMapping(ScoreConfig.class);

        assertThatThrownBy(evidence::settings).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(score::settings).isInstanceOf(IllegalArgumentException.class);
    }

    private static SmallRyeConfig config(Map<String, String> values) {
        return new SmallRyeConfigBuilder()
                .withMapping(EvidenceConfig.class)
                .withMapping(ScoreConfig.class)
                .withMapping(LedgerConfig.class)
                .withMapping(ReviewConfig.class)
                .withMapping(PostgresConfig.class)
                .addDefaultInterceptors()
                .withDefaultValues(values)
                .build();
    }
}
