package dev.granary.fetchverify.upstream;

import dev.granary.fetchverify.source.Origin;
import dev.granary.fetchverify.source.UpstreamRequest;
import dev.granary.fetchverify.source.UpstreamRequest.Kind;
import dev.granary.fetchverify.source.UpstreamRequest.Validators;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One try at a request.
 *
 * @param request what is asked
 * @param rest which part of the file is wanted, when a transfer goes on
 * @param attempt from 1, over all tries for the same bytes
 */
record Errand(UpstreamRequest request, Optional<Rest> rest, int attempt) {
    /**
     * What is missing of a file.
     *
     * @param from the first missing byte
     * @param etag strong; the upstream sends the rest only if the file still has it
     */
    record Rest(long from, String etag) {}

    static Errand of(UpstreamRequest request) {
        return new Errand(request, Optional.empty(), 1);
    }

    Errand again() {
        return new Errand(request, rest, attempt + 1);
    }

    /** The next try, for what is missing. */
    Errand goingOn(Optional<Rest> missing) {
        return new Errand(request, missing, attempt + 1);
    }

    /** The header fields that tell what is wanted; none tells who asks. */
    Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("User-Agent", "granary");
        headers.put("Accept-Encoding", request.kind() == Kind.DOCUMENT ? "gzip" : "identity");
        putUnlessEmpty(headers, "Accept", request.accept());
        rest.ifPresentOrElse(
                missing -> {
                    headers.put("Range", "bytes=" + missing.from() + "-");
                    headers.put("If-Range", missing.etag());
                },
                () -> request.validators().ifPresent(held -> condition(headers, held)));
        return headers;
    }

    /** How sentences call whom is asked. */
    String peer(Origin origin) {
        return request.upstream().ecosystem() + " upstream " + origin.authority();
    }

    private static void condition(Map<String, String> headers, Validators held) {
        putUnlessEmpty(headers, "If-None-Match", held.etag());
        if (held.etag().isEmpty()) {
            putUnlessEmpty(headers, "If-Modified-Since", held.lastModified());
        }
    }

    private static void putUnlessEmpty(Map<String, String> headers, String name, String value) {
        if (!value.isEmpty()) {
            headers.put(name, value);
        }
    }
}
