package dev.granary.fetchverify.source;

import dev.granary.kernel.Ecosystem;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The addresses that may be asked for each ecosystem; configuration fills it, nothing else ever adds to it. */
public final class AllowList {
    private final Map<Ecosystem, Map<Origin, AllowedOrigin>> byEcosystem;

    private AllowList(Map<Ecosystem, Map<Origin, AllowedOrigin>> byEcosystem) {
        this.byEcosystem = byEcosystem;
    }

    /** Returns the list of all {@code origins}; of two entries for one origin the more permissive holds. */
    public static AllowList of(Map<Ecosystem, List<AllowedOrigin>> origins) {
        Map<Ecosystem, Map<Origin, AllowedOrigin>> all = new HashMap<>();
        origins.forEach((ecosystem, list) -> {
            Map<Origin, AllowedOrigin> entries = new HashMap<>();
            for (AllowedOrigin each : list) {
                entries.merge(each.origin(), each, (a, b) -> a.internalAllowed() ? a : b);
            }
            all.put(ecosystem, Map.copyOf(entries));
        });
        return new AllowList(Map.copyOf(all));
    }

    /** The entry that covers {@code target}; empty when it may not be asked. */
    public Optional<AllowedOrigin> find(Ecosystem ecosystem, URI target) {
        Map<Origin, AllowedOrigin> entries = byEcosystem.getOrDefault(ecosystem, Map.of());
        return Origin.find(target).flatMap(origin -> Optional.ofNullable(entries.get(origin)));
    }
}
