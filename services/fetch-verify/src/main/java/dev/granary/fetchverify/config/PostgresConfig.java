package dev.granary.fetchverify.config;

import dev.granary.fetchverify.breaker.Breaker;
import dev.granary.fetchverify.postgres.MigrationSettings;
import dev.granary.fetchverify.postgres.PostgresPinsSettings;
import dev.granary.fetchverify.postgres.ReceiptRetention;
import dev.granary.fetchverify.relay.PumpSettings;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The database that replicas share; its connections are {@code quarkus.datasource.*}. */
@ConfigMapping(prefix = "granary.fetch-verify.postgres")
public interface PostgresConfig {
    /** {@code host:port/database}. */
    @WithDefault("${granary.postgres.url:127.0.0.1:5432/granary}")
    String address();

    /** The role that owns the schema. */
    @WithDefault("${granary.postgres.user:granary}")
    String user();

    /** Its password. */
    @WithDefault("${granary.postgres.password:granary}")
    String password();

    /** The longest that a request waits for a pin of another replica. */
    @WithDefault("PT0.25S")
    Duration patience();

    /** Failures in a row after which requests leave the database alone. */
    @WithDefault("3")
    int breakerFailures();

    /** How long they do. */
    @WithDefault("PT10S")
    Duration breakerPause();

    /** Events that are written together. */
    @WithDefault("200")
    int batch();

    /** The pause after one failed write. */
    @WithDefault("PT0.2S")
    Duration shortestPause();

    /** The pause after many. */
    @WithDefault("PT10S")
    Duration longestPause();

    /** How long receipts are kept for other replicas to show. */
    @WithDefault("P180D")
    Duration receiptsAge();

    /** How many receipts are kept; the oldest go first. */
    @WithDefault("1000000")
    int receiptsMost();

    /** Which receipts are kept. */
    default ReceiptRetention receipts() {
        return new ReceiptRetention(receiptsAge(), receiptsMost());
    }

    /** Where the schema lies. */
    default MigrationSettings migrations() {
        return new MigrationSettings(address(), user(), password());
    }

    /** What a request gives the database. */
    default PostgresPinsSettings pins() {
        return new PostgresPinsSettings(
                patience(), new Breaker.Rules(breakerFailures(), breakerPause(), breakerPause()));
    }

    /** How events are written. */
    default PumpSettings pump() {
        return new PumpSettings(batch(), shortestPause(), longestPause());
    }
}
