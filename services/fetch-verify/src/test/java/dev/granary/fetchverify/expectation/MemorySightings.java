package dev.granary.fetchverify.expectation;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Sightings that end with the process. */
public final class MemorySightings implements Sightings {
    private final Map<String, Map<String, Instant>> documents = new HashMap<>();

    @Override
    public synchronized Map<String, Instant> see(String key, Set<String> names, Instant now) {
        Map<String, Instant> seen = documents.computeIfAbsent(key, _ -> new HashMap<>());
        Map<String, Instant> asked = new HashMap<>();
        for (String name : names) {
            if (seen.containsKey(name) || (seen.size() < MOST && name.length() <= LONGEST_NAME)) {
                asked.put(name, seen.computeIfAbsent(name, _ -> now));
            }
        }
        return Map.copyOf(asked);
    }
}
