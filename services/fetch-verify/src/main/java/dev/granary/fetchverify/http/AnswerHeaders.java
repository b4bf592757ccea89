package dev.granary.fetchverify.http;

import dev.granary.fetchverify.expectation.Expectation;
import dev.granary.fetchverify.gateway.Renderings.RenderAnswer.Ready;
import dev.granary.fetchverify.http.ReadyAnswer.Header;
import dev.granary.fetchverify.store.ArtifactRecord;
import dev.granary.kernel.ContentDigest;
import dev.granary.kernel.DigestAlgorithm;
import io.vertx.core.http.HttpHeaders;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The header fields of good answers. */
final class AnswerHeaders {
    static final CharSequence GRANARY_LEVEL = HttpHeaders.createOptimized("Granary-Level");
    static final CharSequence X_CACHE = HttpHeaders.createOptimized("X-Cache");
    static final CharSequence WARNING = HttpHeaders.createOptimized("Warning");
    static final CharSequence RANGE = HttpHeaders.createOptimized("Range");
    static final CharSequence IF_RANGE = HttpHeaders.createOptimized("If-Range");
    static final CharSequence HIT = HttpHeaders.createOptimized("HIT");
    static final CharSequence MISS = HttpHeaders.createOptimized("MISS");
    static final CharSequence STALE = HttpHeaders.createOptimized("STALE");

    private static final CharSequence REPR_DIGEST = HttpHeaders.createOptimized("Repr-Digest");
    private static final CharSequence NOSNIFF = HttpHeaders.createOptimized("nosniff");
    private static final CharSequence BYTES = HttpHeaders.createOptimized("bytes");
    private static final CharSequence GZIP = HttpHeaders.createOptimized("gzip");
    private static final CharSequence VARY_DOCUMENT = HttpHeaders.createOptimized("Accept, Accept-Encoding");

    /** Private: a shared cache in front could not enforce a recall. */
    private static final CharSequence IMMUTABLE = HttpHeaders.createOptimized("private, max-age=31536000, immutable");

    /** What keeps a browser from running or reading a package that someone links to. */
    private static final List<Header> INERT = List.of(
            header("X-Content-Type-Options", NOSNIFF),
            header("Content-Disposition", "attachment"),
            header("Content-Security-Policy", "default-src 'none'; sandbox"),
            header("Cross-Origin-Resource-Policy", "same-origin"),
            header("Referrer-Policy", "no-referrer"));

    private AnswerHeaders() {}

    /** The strong entity tag of bytes with this digest. */
    static String etag(ContentDigest sha256) {
        return "\"sha256-" + sha256.hex() + "\"";
    }

    static List<Header> ofArtifact(ArtifactRecord artifact) {
        List<Header> headers = new ArrayList<>(ofFile(artifact.expectation()));
        headers.add(new Header(HttpHeaders.ETAG, etag(artifact.sha256())));
        headers.add(new Header(REPR_DIGEST, "sha-256=:" + artifact.sha256().toBase64() + ":"));
        return headers;
    }

    /** The headers of an artifact that is still coming in; its SHA-256 is told where the expectation names it. */
    static List<Header> ofComing(Expectation expectation) {
        List<Header> headers = new ArrayList<>(ofFile(expectation));
        expectation.digest(DigestAlgorithm.SHA256).ifPresent(sha256 -> {
            headers.add(new Header(HttpHeaders.ETAG, etag(sha256)));
            headers.add(new Header(REPR_DIGEST, "sha-256=:" + sha256.toBase64() + ":"));
        });
        return headers;
    }

    private static List<Header> ofFile(Expectation expectation) {
        List<Header> headers = new ArrayList<>(INERT);
        headers.add(new Header(
                HttpHeaders.CONTENT_TYPE, contentType(expectation.file().fileName())));
        headers.add(new Header(HttpHeaders.CACHE_CONTROL, IMMUTABLE));
        headers.add(new Header(HttpHeaders.ACCEPT_RANGES, BYTES));
        headers.add(new Header(GRANARY_LEVEL, expectation.level().name()));
        return headers;
    }

    static List<Header> ofDocument(Ready ready, boolean gzip, Duration maxAge) {
        List<Header> headers = new ArrayList<>(INERT);
        headers.add(new Header(HttpHeaders.CONTENT_TYPE, ready.contentType()));
        headers.add(new Header(HttpHeaders.ETAG, etag(ready.body().sha256())));
        headers.add(new Header(HttpHeaders.VARY, VARY_DOCUMENT));
        headers.add(new Header(
                HttpHeaders.CACHE_CONTROL,
                "private, max-age=" + Math.clamp(maxAge.toSeconds(), 0, 300)
                        + ", stale-while-revalidate=60, stale-if-error=86400"));
        if (gzip) {
            headers.add(new Header(HttpHeaders.CONTENT_ENCODING, GZIP));
        }
        return headers;
    }

    /** The media type by the file name's ending; clients of registries don't look at it, proxies do. */
    private static String contentType(String fileName) {
        String name = fileName.toLowerCase(Locale.ROOT);
        if (name.endsWith(".tgz") || name.endsWith(".gz") || name.endsWith(".crate")) {
            return "application/gzip";
        }
        if (name.endsWith(".zip") || name.endsWith(".whl") || name.endsWith(".jar")) {
            return "application/zip";
        }
        return "application/octet-stream";
    }

    private static Header header(String name, CharSequence value) {
        return new Header(HttpHeaders.createOptimized(name), HttpHeaders.createOptimized(value.toString()));
    }
}
