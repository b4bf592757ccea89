package dev.granary.fetchverify.store;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;

/**
 * What replicas of one site tell each other to spare the upstream. Holds nothing that can't be lost; when it is away
 * every find is empty and every lease is granted.
 */
public interface SharedCache {
    /** Finds a document that another replica fetched; its bytes must still be hashed against the record. */
    Optional<SharedDocument> findDocument(String key);

    /** Offers a document to the others; one above the cache's limit is not kept. */
    void offerDocument(SharedDocument document, Duration timeToLive);

    /** Whether a replica was told by the upstream, within its time to live, that {@code key} does not exist. */
    boolean isKnownAbsent(String key);

    void markAbsent(String key, Duration timeToLive);

    /** Forgets that {@code key} does not exist. */
    void forgetAbsent(String key);

    /** Takes the right to fetch {@code key} for all replicas; empty when another one has it. */
    Optional<Lease> tryLease(String key, Duration timeToLive);

    /** A document and its bytes. */
    record SharedDocument(DocumentRecord document, ByteBuffer bytes) {}

    /** The right to fetch; given back by closing. */
    interface Lease extends AutoCloseable {
        @Override
        void close();
    }
}
