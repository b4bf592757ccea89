package dev.granary.reputation.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How the schema is brought up to date; the service's own connections are {@code quarkus.datasource.*}. */
@ConfigMapping(prefix = "granary.reputation.postgres")
public interface PostgresConfig {
    /** {@code host:port/database}. */
    @WithDefault("${GRANARY_POSTGRES_URL:127.0.0.1:5432/granary}")
    String address();

    /** The role that owns the schema. */
    @WithDefault("${GRANARY_POSTGRES_USER:granary}")
    String user();

    /** Its password. */
    @WithDefault("${GRANARY_POSTGRES_PASSWORD:granary}")
    String password();

    /** Whether this process brings the schema up to date when it starts. */
    @WithDefault("true")
    boolean migrate();

    /** Pause between two tries while PostgreSQL can't be reached. */
    @WithDefault("PT1S")
    Duration retryEvery();
}
