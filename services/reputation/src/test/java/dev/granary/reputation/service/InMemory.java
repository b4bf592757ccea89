package dev.granary.reputation.service;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.smallrye.reactive.messaging.memory.InMemoryConnector;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The service with its ledger and its topics in memory: nothing else has to run. */
public final class InMemory implements QuarkusTestProfile {
    @Override
    public Set<Class<?>> getEnabledAlternatives() {
        return Set.of(MemoryLedger.class);
    }

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "quarkus.http.test-port", "0",
                "granary.reputation.postgres.migrate", "false",
                "granary.traces", "none",
                "kafka.bootstrap.servers", "127.0.0.1:9");
    }

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(Channels.class));
    }

    /** Puts every channel into memory. */
    public static final class Channels implements QuarkusTestResourceLifecycleManager {
        @Override
        public Map<String, String> start() {
            Map<String, String> settings = new HashMap<>();
            settings.putAll(InMemoryConnector.switchIncomingChannelsToInMemory("artifact-fetched"));
            settings.putAll(InMemoryConnector.switchOutgoingChannelsToInMemory("reputation-scored"));
            settings.putAll(InMemoryConnector.switchOutgoingChannelsToInMemory("dead-letter"));
            return settings;
        }

        @Override
        public void stop() {
            InMemoryConnector.clear();
        }
    }
}
