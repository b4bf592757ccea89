package dev.granary.e2e.stack;

import com.fasterxml.jackson.databind.JsonNode;

/** What the mirror has counted for each source. */
public record Reputation(Gateway gateway) {
    /** How many fetches from {@code source} were verified so far; 0 for an unknown source. */
    public long verified(String source) {
        return one(source).path("reputation").path("counts").path("verified").asLong();
    }

    /** Everything that is told of {@code source}. */
    public JsonNode one(String source) {
        return gateway.json("/api/v1/reputation/" + source);
    }
}
