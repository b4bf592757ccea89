package dev.granary.reputation.service;

import dev.granary.local.standalone.RealPostgres;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The service on a real PostgreSQL of its own, with its topics in memory and bounds small enough for tests. */
public final class OnPostgres implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "quarkus.http.test-port", "0",
                "granary.traces", "none",
                "kafka.bootstrap.servers", "127.0.0.1:9",
                "granary.reputation.ledger.maximum-sources", "50",
                "granary.reputation.review.every", "PT24H",
                "granary.reputation.review.sweep-every", "PT24H");
    }

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(InMemory.Channels.class), new TestResourceEntry(Server.class));
    }

    /** Starts and stops PostgreSQL. */
    public static final class Server implements QuarkusTestResourceLifecycleManager {
        private @Nullable RealPostgres postgres;

        @Override
        public Map<String, String> start() {
            RealPostgres started = RealPostgres.start(folder());
            postgres = started;
            Map<String, String> settings = new HashMap<>();
            settings.put("GRANARY_POSTGRES_URL", started.address());
            settings.put("GRANARY_POSTGRES_USER", started.user());
            settings.put("GRANARY_POSTGRES_PASSWORD", started.password());
            return settings;
        }

        @Override
        public void stop() {
            if (postgres != null) {
                postgres.close();
            }
        }

        private static Path folder() {
            try {
                return Files.createTempDirectory(Files.createDirectories(Path.of("target", "it")), "ledger-");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
