package dev.granary.fetchverify.store;

import dev.granary.kernel.ContentDigest;
import dev.granary.kernel.DigestAlgorithm;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Random;

/** Bytes for tests, and how to put them into a store. */
public final class Contents {
    private Contents() {}

    /** Bytes that are the same for the same seed. */
    public static byte[] bytes(int size, long seed) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    public static ContentDigest sha256(byte[] bytes) {
        return ContentDigest.hash(DigestAlgorithm.SHA256, bytes);
    }

    public static StoredContent keep(ContentStore store, byte[] bytes) throws IOException {
        try (IncomingContent incoming = store.receive()) {
            incoming.write(ByteBuffer.wrap(bytes));
            return incoming.keep(sha256(bytes));
        }
    }
}
