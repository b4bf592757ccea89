package dev.granary.local.settings;

import static dev.granary.local.LocalError.SETTINGS_INVALID;

import dev.granary.kernel.GranaryException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/**
 * A proxy for outgoing requests.
 *
 * @param url {@code http://host:port}
 * @param credentialVariable the environment variable whose URL carries the user and password
 */
public record ProxyAddress(URI url, Optional<String> credentialVariable) {
    private static final int USUAL_PORT = 80;

    /**
     * Reads the value of a setting called {@code source}.
     *
     * @param mayCarryUser whether {@code source} is an environment variable, which may hold a user and password
     */
    public static ProxyAddress parse(String text, String source, boolean mayCarryUser) {
        String whole = text.contains("://") ? text.strip() : "http://" + text.strip();
        try {
            URI uri = new URI(whole);
            boolean hasUser = uri.getRawUserInfo() != null;
            if (uri.getHost() == null || !"http".equalsIgnoreCase(uri.getScheme())) {
                throw invalid(source, "is not the address of an HTTP proxy such as http://proxy.example:3128");
            }
            if (hasUser && !mayCarryUser) {
                throw invalid(source, "carries a user or a password: set HTTPS_PROXY in the environment instead");
            }
            int port = uri.getPort() < 0 ? USUAL_PORT : uri.getPort();
            return new ProxyAddress(
                    URI.create("http://" + uri.getHost() + ":" + port),
                    hasUser ? Optional.of(source) : Optional.empty());
        } catch (URISyntaxException e) {
            throw invalid(source, "is not a URL");
        }
    }

    private static GranaryException invalid(String source, String what) {
        return new GranaryException(SETTINGS_INVALID, source + " " + what);
    }
}
