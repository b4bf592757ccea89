package dev.granary.testing.http;

import dev.granary.kernel.ContentDigest;
import dev.granary.kernel.DigestAlgorithm;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** Bytes that a {@link FixtureUpstream} serves, with their validators. The bytes are shared, not copied. */
public final class FixtureFile {
    private static final Instant LAST_MODIFIED = Instant.parse("2020-02-02T02:02:02Z");

    private final String contentType;
    private final byte[] content;
    private final String etag;
    private final Instant lastModified;
    private byte @Nullable [] gzipped;

    private FixtureFile(String contentType, byte[] content, String etag, Instant lastModified) {
        this.contentType = contentType;
        this.content = content;
        this.etag = etag;
        this.lastModified = lastModified.truncatedTo(ChronoUnit.SECONDS);
    }

    /** A file whose ETag follows from its bytes. */
    public static FixtureFile of(String contentType, byte[] content) {
        String etag = "\"" + ContentDigest.hash(DigestAlgorithm.MD5, content).hex() + "\"";
        return new FixtureFile(contentType, content, etag, LAST_MODIFIED);
    }

    /** Bytes without further meaning. */
    public static FixtureFile binary(byte[] content) {
        return of("application/octet-stream", content);
    }

    public static FixtureFile json(String content) {
        return of("application/json", content.getBytes(StandardCharsets.UTF_8));
    }

    public static FixtureFile text(String content) {
        return of("text/plain; charset=utf-8", content.getBytes(StandardCharsets.UTF_8));
    }

    /** The same bytes under another ETag, quotes included. */
    public FixtureFile withEtag(String other) {
        return new FixtureFile(contentType, content, other, lastModified);
    }

    /** The same bytes with another date of change. */
    public FixtureFile modifiedAt(Instant time) {
        return new FixtureFile(contentType, content, etag, time);
    }

    public byte[] content() {
        return content;
    }

    public String contentType() {
        return contentType;
    }

    public String etag() {
        return etag;
    }

    public Instant lastModified() {
        return lastModified;
    }

    boolean isJson() {
        return contentType.contains("json");
    }

    /** The content compressed, made once. */
    synchronized byte[] gzipped() {
        byte[] made = gzipped;
        if (made == null) {
            made = gzip(content);
            gzipped = made;
        }
        return made;
    }

    static byte[] gzip(byte[] plain) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(packed)) {
            out.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }
}
