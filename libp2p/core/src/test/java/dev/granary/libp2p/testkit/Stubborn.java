package dev.granary.libp2p.testkit;

import dev.granary.libp2p.stream.ByteStream;
import java.nio.ByteBuffer;

/** Writes on some way after the stream has said no, as the contract allows, and notes whether it is asked for more meanwhile. */
public final class Stubborn extends Recorder {
    private static final int SIZE = 40_000;
    private static final int OVER = 10;

    private final ByteStream stream;
    private final byte[] content;
    private int at;
    private boolean calling;
    private boolean over;
    private int within;

    public Stubborn(ByteStream stream, byte[] content) {
        this.stream = stream;
        this.content = content.clone();
    }

    /** Starts the stream, writes all and ends it. */
    public void begin() {
        stream.start(this);
        writeOn();
    }

    /** Calls of {@link #writable} that came from within a call of ours. */
    public int timesAskedWithinACall() {
        return within;
    }

    @Override
    public void writable() {
        super.writable();
        if (calling) {
            within++;
        } else {
            writeOn();
        }
    }

    private void writeOn() {
        calling = true;
        for (int refused = 0; at < content.length && refused < OVER; ) {
            int size = Math.min(content.length - at, SIZE);
            if (!stream.write(ByteBuffer.wrap(content, at, size))) {
                refused++;
            }
            at += size;
        }
        if (at == content.length && !over) {
            over = true;
            stream.end();
        } else {
            stream.flush();
        }
        calling = false;
    }
}
