package dev.granary.fetchverify.gateway;

import dev.granary.fetchverify.store.IncomingContent;
import dev.granary.fetchverify.verify.RunningDigests;
import dev.granary.kernel.ContentDigest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Set;

/**
 * How a file begins, as far as clients may have it: another try at the file goes on for them only if it begins with the
 * same bytes.
 */
record Prefix(long length, ContentDigest sha256) {
    private static final int CHUNK = 64 * 1024;

    /** The first {@code length} bytes of {@code content}, which has them. */
    static Prefix of(IncomingContent content, long length) throws IOException {
        RunningDigests digests = new RunningDigests(Set.of());
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
        while (digests.length() < length) {
            chunk.clear().limit((int) Math.min(CHUNK, length - digests.length()));
            if (content.read(chunk, digests.length()) <= 0) {
                throw new IOException("what was written can't be read back");
            }
            digests.update(chunk.flip());
        }
        return new Prefix(length, digests.finishSha256());
    }

    /** Whether {@code content}, which is at least as long, begins so. */
    boolean isBeginningOf(IncomingContent content) throws IOException {
        return of(content, length).equals(this);
    }
}
