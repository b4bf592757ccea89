package dev.granary.libp2p.testkit;

import dev.granary.libp2p.stream.ByteStream;
import java.nio.ByteBuffer;
import java.util.random.RandomGenerator;

/** Writes many bytes as a well-behaved program does: until the stream says no, and on when it is writable again. */
public final class Bulk extends Recorder {
    private final ByteStream stream;
    private final byte[] content;
    private final RandomGenerator sizes;
    private final int largest;
    private int at;

    /** Starts {@code stream}; it reads what comes back as a {@link Recorder} does. */
    public Bulk(ByteStream stream, byte[] content, RandomGenerator sizes, int largest) {
        this.stream = stream;
        this.content = content.clone();
        this.sizes = sizes;
        this.largest = largest;
    }

    /** Writes and, once all is written, ends. */
    public void begin() {
        stream.start(this);
        writeOn();
    }

    /** Bytes given to the stream so far. */
    public int written() {
        return at;
    }

    @Override
    public void writable() {
        super.writable();
        writeOn();
    }

    private void writeOn() {
        while (at < content.length && !isClosed()) {
            int size = Math.min(content.length - at, 1 + sizes.nextInt(largest));
            boolean more = stream.write(ByteBuffer.wrap(content, at, size));
            at += size;
            if (!more) {
                stream.flush();
                return;
            }
        }
        stream.end();
    }
}
