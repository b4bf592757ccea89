package dev.granary.fetchverify.source;

import static java.util.Objects.requireNonNull;

import dev.granary.kernel.Printable;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/**
 * Scheme, host and port of an address: what allow lists, credentials and breakers are bound to.
 *
 * @param scheme {@code http} or {@code https}
 * @param host in lower case without a final dot; an IPv6 literal in brackets
 * @param port 1 to 65535
 */
public record Origin(String scheme, String host, int port) {
    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;
    private static final int LARGEST_PORT = 65_535;

    public Origin {
        requireNonNull(scheme, "scheme");
        requireNonNull(host, "host");
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new IllegalArgumentException("an upstream is asked by http or https, not " + Printable.of(scheme));
        }
        if (host.isEmpty() || port < 1 || port > LARGEST_PORT) {
            throw new IllegalArgumentException(
                    "need a host and a port from 1 to 65535, was " + Printable.of(host) + " and " + port);
        }
    }

    /** The origin of {@code uri}; empty when it is not http or https, has no host, or carries a user. */
    public static Optional<Origin> find(URI uri) {
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        boolean web = scheme.equals("http") || scheme.equals("https");
        String host = uri.getHost();
        if (!web || host == null || uri.getRawUserInfo() != null) {
            return Optional.empty();
        }
        int port = uri.getPort() == -1 ? defaultPort(scheme) : uri.getPort();
        String plainHost = withoutFinalDot(host.toLowerCase(Locale.ROOT));
        boolean sane = !plainHost.isEmpty() && port >= 1 && port <= LARGEST_PORT;
        return sane ? Optional.of(new Origin(scheme, plainHost, port)) : Optional.empty();
    }

    /** The origin of an address that configuration names. */
    public static Origin of(URI uri) {
        return find(uri)
                .orElseThrow(() ->
                        new IllegalArgumentException("need an http or https address with a host and without a user"));
    }

    public boolean isSecure() {
        return scheme.equals("https");
    }

    /** The host, with the port where it is not the scheme's own: the value of {@code Host}. */
    public String authority() {
        return port == defaultPort(scheme) ? host : host + ":" + port;
    }

    /** The host without the brackets of an IPv6 literal. */
    public String bareHost() {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    /** Whether the host is an IP address rather than a name. */
    public boolean isLiteral() {
        return host.startsWith("[") || host.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'));
    }

    @Override
    public String toString() {
        return scheme + "://" + authority();
    }

    private static int defaultPort(String scheme) {
        return scheme.equals("https") ? HTTPS_PORT : HTTP_PORT;
    }

    private static String withoutFinalDot(String host) {
        return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    }
}
