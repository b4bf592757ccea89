package dev.granary.fetchverify.disk;

import dev.granary.kernel.ContentDigest;
import dev.granary.kernel.DigestAlgorithm;
import java.nio.file.Path;
import java.util.Optional;

/** Where content lies below its root: {@code sha256/ab/cd/<hex>}. */
record ContentLayout(Path root) {
    private static final int HEX_LENGTH = 2 * DigestAlgorithm.SHA256.byteCount();

    Path objects() {
        return root.resolve("sha256");
    }

    Path temporary() {
        return root.resolve("tmp");
    }

    Path path(ContentDigest digest) {
        if (digest.algorithm() != DigestAlgorithm.SHA256) {
            throw new IllegalArgumentException("content is named by its SHA-256, not by " + digest);
        }
        String hex = digest.hex();
        return objects()
                .resolve(hex.substring(0, 2))
                .resolve(hex.substring(2, 4))
                .resolve(hex);
    }

    /** Finds whose content a file is; empty for strangers, which are left alone. */
    static Optional<ContentDigest> digestOf(Path file) {
        String name = file.getFileName().toString();
        if (name.length() != HEX_LENGTH) {
            return Optional.empty();
        }
        try {
            return Optional.of(ContentDigest.sha256(name));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
