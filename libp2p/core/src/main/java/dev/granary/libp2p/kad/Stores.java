package dev.granary.libp2p.kad;

import dev.granary.libp2p.kad.keyspace.KadKey;
import dev.granary.libp2p.kad.records.ProviderStore;
import dev.granary.libp2p.kad.records.ValueStore;
import java.time.Instant;
import java.util.random.RandomGenerator;

/** What is kept for others, and what we have said ourselves. */
record Stores(ProviderStore providers, ValueStore values) {
    static Stores of(KadKey self, KademliaSettings settings, RandomGenerator random) {
        return new Stores(
                new ProviderStore(settings.providers(), random),
                new ValueStore(self, settings.values(), settings.validator()));
    }

    void expire(Instant now) {
        providers.expire(now);
        values.expire(now);
    }
}
