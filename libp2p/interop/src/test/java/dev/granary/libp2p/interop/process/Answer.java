package dev.granary.libp2p.interop.process;

import com.fasterxml.jackson.databind.JsonNode;

/** What a peer answered to one request. */
public sealed interface Answer {
    /** It did as it was asked; {@code fields} is the whole answer. */
    record Done(JsonNode fields) implements Answer {}

    /** It could not. */
    record Refused(String code, String detail) implements Answer {}

    /** The answer in a line of the peer. */
    static Answer of(JsonNode line) {
        if (line.path("ok").asBoolean()) {
            return new Done(line);
        }
        JsonNode error = line.path("error");
        return new Refused(error.path("code").asText(), error.path("detail").asText());
    }

    /** The answer's fields; a refusal fails the test. */
    default JsonNode fields() {
        return switch (this) {
            case Done(JsonNode fields) -> fields;
            case Refused(String code, String detail) ->
                throw new AssertionError("the peer answered " + code + ": " + detail);
        };
    }
}
