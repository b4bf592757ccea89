package dev.granary.fetchverify.store;

import dev.granary.kernel.ByteCount;
import dev.granary.kernel.ContentDigest;
import java.nio.file.Path;

/** Durable content: a read-only file. A reader that has it open keeps its bytes even when it is evicted. */
public record StoredContent(ContentDigest sha256, ByteCount size, Path path) {}
