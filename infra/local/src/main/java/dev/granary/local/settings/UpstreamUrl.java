package dev.granary.local.settings;

import static dev.granary.local.LocalError.SETTINGS_INVALID;

import dev.granary.kernel.GranaryException;
import dev.granary.kernel.Printable;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/**
 * An absolute http or https URL with a host and without user, query and fragment.
 *
 * @param value ends in a slash, for paths are appended to it
 */
public record UpstreamUrl(URI value) {
    private static final int HTTPS = 443;
    private static final int HTTP = 80;

    /**
     * Reads what a person or a client's configuration says.
     *
     * @throws GranaryException SETTINGS_INVALID with the reason, which never repeats a password
     */
    public static UpstreamUrl parse(String text) {
        try {
            return new UpstreamUrl(checked(new URI(text.strip())));
        } catch (URISyntaxException e) {
            throw invalid("is not a URL: " + Printable.of(withoutUser(text)));
        }
    }

    private static URI checked(URI uri) throws URISyntaxException {
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        if (!"http".equals(scheme) && !"https".equals(scheme)) {
            throw invalid("needs http or https: " + Printable.of(withoutUser(uri.toString())));
        }
        if (String.valueOf(uri.getRawAuthority()).contains("@")) {
            throw invalid("of " + Printable.of(String.valueOf(uri.getHost()))
                    + " carries a user or a password: name them by credential_file or credential_env instead");
        }
        if (uri.getHost() == null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw invalid("needs a host and neither query nor fragment: " + Printable.of(uri.toString()));
        }
        String path = uri.getRawPath() == null ? "" : uri.getRawPath();
        return path.endsWith("/") ? uri : URI.create(scheme + "://" + uri.getRawAuthority() + path + "/");
    }

    private static String withoutUser(String text) {
        return text.replaceAll("//[^/]*@", "//");
    }

    private static GranaryException invalid(String what) {
        return new GranaryException(SETTINGS_INVALID, "the address of an upstream " + what);
    }

    /** The host in lower case. */
    public String host() {
        return String.valueOf(value.getHost()).toLowerCase(Locale.ROOT);
    }

    /** The port, also where the URL leaves it to the scheme. */
    public int port() {
        if (value.getPort() >= 0) {
            return value.getPort();
        }
        return "https".equalsIgnoreCase(value.getScheme()) ? HTTPS : HTTP;
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
