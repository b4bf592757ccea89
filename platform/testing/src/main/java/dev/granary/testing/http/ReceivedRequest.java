package dev.granary.testing.http;

import static java.util.stream.Collectors.toUnmodifiableMap;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One request as it came over the wire.
 *
 * @param method as sent
 * @param target the request target as sent, percent-encoding and query included
 * @param path the target's path, percent-decoded once: both spellings of a scoped package name have one path
 * @param headers names in lower case; values in the order they came
 * @param body the body, one character a byte (ISO 8859-1); empty when there was none
 */
public record ReceivedRequest(
        String method, String target, String path, Map<String, List<String>> headers, String body) {
    public ReceivedRequest {
        headers = headers.entrySet().stream()
                .collect(toUnmodifiableMap(
                        entry -> entry.getKey().toLowerCase(Locale.ROOT), entry -> List.copyOf(entry.getValue())));
    }

    /** Finds the first value of the header {@code name}, whose case does not matter. */
    public Optional<String> header(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()).stream()
                .findFirst();
    }

    boolean wantsClose() {
        return header("connection").filter("close"::equalsIgnoreCase).isPresent();
    }

    boolean accepts(String header, String token) {
        return header(header).filter(value -> value.contains(token)).isPresent();
    }

    @Override
    public String toString() {
        return method + " " + target;
    }
}
