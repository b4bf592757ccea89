package dev.granary.reputation.postgres;

import dev.granary.reputation.config.PostgresConfig;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jboss.logging.Logger;

/**
 * Brings the schema up to date beside the start of the service, as often as it takes: a service that starts before its
 * database waits for it.
 */
@Singleton
class Schema {
    static final String NAME = "reputation";
    private static final Logger LOGGER = Logger.getLogger(Schema.class);

    private final PostgresConfig config;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private volatile boolean upToDate;

    Schema(PostgresConfig config) {
        this.config = config;
    }

    void onStart(@Observes StartupEvent event) {
        if (config.migrate()) {
            Thread.ofVirtual().name("schema").start(this::migrateUntilDone);
        }
    }

    void onStop(@Observes ShutdownEvent event) {
        stopping.countDown();
    }

    /** Whether this process has brought the schema up to date. */
    boolean isUpToDate() {
        return upToDate;
    }

    private void migrateUntilDone() {
        boolean toldOnce = false;
        while (!upToDate) {
            try {
                migrate();
                upToDate = true;
            } catch (FlywayException e) {
                if (!toldOnce) {
                    LOGGER.warnf("The schema can't be brought up to date yet, trying again: %s", e.getMessage());
                    toldOnce = true;
                }
                if (isStoppedWithin(config.retryEvery())) {
                    return;
                }
            }
        }
    }

    private void migrate() {
        int steps = Flyway.configure(Thread.currentThread().getContextClassLoader())
                .dataSource("jdbc:postgresql://" + config.address(), config.user(), config.password())
                .defaultSchema(NAME)
                .schemas(NAME)
                .createSchemas(true)
                .locations("classpath:db/migration")
                .load()
                .migrate()
                .migrationsExecuted;
        LOGGER.infof("The schema is up to date, after %d steps", steps);
    }

    private boolean isStoppedWithin(Duration pause) {
        try {
            return stopping.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
