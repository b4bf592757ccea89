package dev.granary.fetchverify.disk;

import dev.granary.kernel.ContentDigest;
import dev.granary.kernel.DigestAlgorithm;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;

/** Hashes one file piece by piece, so that the owner decides how fast. Confined to one thread. */
final class ContentHash implements AutoCloseable {
    /** Not a channel: an interrupted thread would close that and make whole content look broken. */
    private final FileInputStream input;

    private final MessageDigest state = DigestAlgorithm.SHA256.newState();
    private final byte[] buffer;

    ContentHash(Path file, int pieceSize) throws IOException {
        this.input = new FileInputStream(file.toFile());
        this.buffer = new byte[pieceSize];
    }

    /** Hashes the next piece; returns its length, or -1 at the end. */
    int step() throws IOException {
        int read = input.read(buffer);
        if (read > 0) {
            state.update(buffer, 0, read);
        }
        return read;
    }

    /** The digest of what was hashed; starts over. */
    ContentDigest digest() {
        return ContentDigest.of(DigestAlgorithm.SHA256, state.digest());
    }

    /** Hashes a whole file. */
    static ContentDigest of(Path file) throws IOException {
        try (ContentHash hash = new ContentHash(file, 1 << 16)) {
            while (hash.step() >= 0) {
                // step has done it
            }
            return hash.digest();
        }
    }

    @Override
    public void close() throws IOException {
        input.close();
    }
}
