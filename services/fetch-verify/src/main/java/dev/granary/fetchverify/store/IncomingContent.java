package dev.granary.fetchverify.store;

import dev.granary.kernel.ContentDigest;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Content on its way in. One thread writes; others may read what is written already. Closing without
 * {@link #keep(ContentDigest)} leaves nothing behind.
 */
public interface IncomingContent extends AutoCloseable {
    /**
     * Tells how many bytes will come, where that is known, before the first: what can't fit is refused while the client
     * can still be told why, and nothing that is held is evicted for it.
     *
     * @throws dev.granary.kernel.GranaryException {@code STORE_FULL} when so many can't fit
     */
    default void expect(long bytes) {}

    /**
     * Appends all of {@code bytes}.
     *
     * @throws dev.granary.kernel.GranaryException {@code STORE_FULL} when the disk is full
     */
    void write(ByteBuffer bytes) throws IOException;

    /** Bytes written so far; safe to call from any thread. */
    long size();

    /** Reads at {@code position} what is written already; safe to call from any thread until closed; -1 at the end. */
    int read(ByteBuffer target, long position) throws IOException;

    /**
     * Makes the content durable under its digest: file and directory are synced before this returns.
     *
     * @param sha256 the digest computed over exactly what was written
     */
    StoredContent keep(ContentDigest sha256) throws IOException;

    /** Drops the content unless it was kept. */
    @Override
    void close();
}
