package dev.granary.fetchverify.format;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * A client's request below the ecosystem's prefix, already canonical.
 *
 * @param method what the client wants to do
 * @param segments the decoded path segments, none empty, {@code .} or {@code ..}, none with a slash, backslash or control
 *     character; a scoped npm name is two segments in either spelling
 * @param trailingSlash whether the path ended with a slash
 * @param query the raw query without the question mark; empty when there is none
 * @param accept the header {@code Accept}; empty when there is none
 */
public record GatewayRequest(Method method, List<String> segments, boolean trailingSlash, String query, String accept) {
    /** What clients do to a registry. GET stands for HEAD too. */
    public enum Method {
        GET,
        PUT,
        POST,
        DELETE
    }

    public GatewayRequest {
        requireNonNull(method, "method");
        segments = List.copyOf(segments);
        requireNonNull(query, "query");
        requireNonNull(accept, "accept");
    }

    /** The segments with slashes between. */
    public String path() {
        return String.join("/", segments);
    }
}
