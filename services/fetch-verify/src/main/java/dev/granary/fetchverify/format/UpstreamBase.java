package dev.granary.fetchverify.format;

import java.net.URI;

/**
 * The address that an upstream's paths are relative to.
 *
 * @param uri absolute, http or https, its path ending with a slash, without user, query or fragment
 */
public record UpstreamBase(URI uri) {
    public UpstreamBase {
        String scheme = uri.getScheme();
        boolean web = "http".equals(scheme) || "https".equals(scheme);
        if (!web || uri.getHost() == null || uri.getRawUserInfo() != null || uri.getRawQuery() != null) {
            throw new IllegalArgumentException("an upstream is an http or https address without user and query");
        }
        if (!uri.getRawPath().endsWith("/")) {
            uri = URI.create(scheme + "://" + uri.getRawAuthority() + uri.getRawPath() + "/");
        }
    }

    /** Resolves an encoded relative path; {@code path} never leaves the base. */
    public URI resolve(String path) {
        return URI.create(uri + path);
    }

    /** The host, with the port where one is given. */
    public String authority() {
        return uri.getRawAuthority();
    }
}
