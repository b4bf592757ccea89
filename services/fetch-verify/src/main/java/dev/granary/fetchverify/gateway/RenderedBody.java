package dev.granary.fetchverify.gateway;

import dev.granary.fetchverify.store.ContentStore;
import dev.granary.fetchverify.store.StoredContent;
import dev.granary.kernel.ContentDigest;
import java.nio.ByteBuffer;

/** Ready bytes of one view in one encoding. */
public sealed interface RenderedBody {
    /** The digest of exactly these bytes. */
    ContentDigest sha256();

    /** Whether the bytes can still be had. */
    boolean isHeld(ContentStore store);

    /**
     * A small body.
     *
     * @param bytes read-only; take a duplicate
     */
    record InMemory(ContentDigest sha256, ByteBuffer bytes) implements RenderedBody {
        @Override
        public boolean isHeld(ContentStore store) {
            return true;
        }
    }

    /** A large body. */
    record Stored(StoredContent content) implements RenderedBody {
        @Override
        public ContentDigest sha256() {
            return content.sha256();
        }

        @Override
        public boolean isHeld(ContentStore store) {
            return store.find(content.sha256()).isPresent();
        }
    }
}
