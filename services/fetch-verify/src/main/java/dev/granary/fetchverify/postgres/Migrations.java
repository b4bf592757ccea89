package dev.granary.fetchverify.postgres;

import java.io.IOException;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jboss.logging.Logger;

/** Brings the schema {@code fetch_verify} up to date, once in the life of a process. Confined to one thread. */
final class Migrations {
    private static final Logger LOGGER = Logger.getLogger(Migrations.class);
    private static final String SCHEMA = "fetch_verify";
    /** Seconds: a database that is away must not hold the thread for minutes. */
    private static final String TIMEOUTS = "?connectTimeout=5&loginTimeout=5&socketTimeout=60";

    private final MigrationSettings settings;
    private boolean done;

    Migrations(MigrationSettings settings) {
        this.settings = settings;
    }

    /**
     * Brings the schema up to date, once.
     *
     * @return whether that was done just now
     * @throws IOException when the database is away, or a migration failed
     */
    boolean run() throws IOException {
        if (done) {
            return false;
        }
        try {
            int steps = Flyway.configure(Thread.currentThread().getContextClassLoader())
                    .dataSource(
                            "jdbc:postgresql://" + settings.address() + TIMEOUTS, settings.user(), settings.password())
                    .defaultSchema(SCHEMA)
                    .schemas(SCHEMA)
                    .createSchemas(true)
                    .locations("classpath:db/migration")
                    .load()
                    .migrate()
                    .migrationsExecuted;
            LOGGER.infof("the schema %s is up to date, after %d steps", SCHEMA, steps);
            done = true;
            return true;
        } catch (FlywayException e) {
            throw new IOException("the schema can't be brought up to date: " + firstLine(e), e);
        }
    }

    /** Flyway's messages are pages. */
    private static String firstLine(FlywayException failure) {
        return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
    }
}
