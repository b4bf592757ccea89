package dev.granary.fetchverify.upstream.wire;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Bytes coming in, read by one virtual thread. */
public interface Inflow extends AutoCloseable {
    /** Reads at least one byte into {@code target}, which has room, waiting for it; -1 at the end. */
    int read(ByteBuffer target) throws IOException;

    @Override
    void close();
}
