package dev.granary.fetchverify.upstream;

import dev.granary.fetchverify.source.UpstreamBody;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Hands an answer's bytes out, no more of them than allowed. */
final class Delivery implements UpstreamBody {
    private final Inflow inflow;
    private final String peer;
    private final long largest;
    private long total;

    Delivery(Inflow inflow, String peer, long largest) {
        this.inflow = inflow;
        this.peer = peer;
        this.largest = largest;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        int count = inflow.read(target);
        if (count > 0) {
            total += count;
        }
        if (total > largest) {
            throw new IOException(peer + " sends more than the " + largest + " bytes that are allowed");
        }
        return count;
    }

    @Override
    public int attempts() {
        return 1;
    }

    @Override
    public void reportCorrupt() {}

    @Override
    public void close() {
        inflow.close();
    }
}
