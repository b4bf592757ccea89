package dev.granary.fetchverify.upstream;

import dev.granary.fetchverify.source.UpstreamBody;
import dev.granary.fetchverify.upstream.wire.Inflow;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Hands an answer's bytes out, no more of them than allowed, and tells the host's gate in the end how it went. Confined to
 * the reading thread.
 */
final class Delivery implements UpstreamBody {
    /** How a delivery stands. */
    private enum State {
        UNDER_WAY,
        COMPLETE,
        FAILED,
        INTERRUPTED,
        CLOSED
    }

    private final Inflow bytes;
    private final ResumingInflow wire;
    private final String peer;
    private final long largest;
    private final Runnable atEnd;
    private State state = State.UNDER_WAY;
    private long total;

    /**
     * @param bytes what is handed out
     * @param wire what comes in, below any decoding
     * @param atEnd runs once, when the body is closed
     */
    Delivery(Inflow bytes, ResumingInflow wire, String peer, long largest, Runnable atEnd) {
        this.bytes = bytes;
        this.wire = wire;
        this.peer = peer;
        this.largest = largest;
        this.atEnd = atEnd;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        if (state == State.COMPLETE) {
            return -1;
        }
        if (state != State.UNDER_WAY) {
            throw new IOException("the body from " + peer + " is closed");
        }
        try {
            requireFitting(wire.declared().orElse(0));
            return count(bytes.read(target));
        } catch (IOException e) {
            state = Thread.currentThread().isInterrupted() ? State.INTERRUPTED : State.FAILED;
            throw e;
        }
    }

    private int count(int read) throws IOException {
        if (read < 0) {
            state = State.COMPLETE;
            return read;
        }
        total += read;
        requireFitting(total);
        return read;
    }

    private void requireFitting(long length) throws IOException {
        if (length > largest) {
            throw new IOException(peer + " sends more than the " + largest + " bytes that are allowed");
        }
    }

    @Override
    public int attempts() {
        return wire.attempts();
    }

    @Override
    public void reportCorrupt() {
        if (state != State.CLOSED) {
            state = State.FAILED;
        }
    }

    @Override
    public void close() {
        State last = state;
        if (last == State.CLOSED) {
            return;
        }
        state = State.CLOSED;
        bytes.close();
        switch (last) {
            case COMPLETE -> wire.gate().onSuccess(wire.pass());
            case FAILED -> wire.gate().onFailure(wire.pass());
            case UNDER_WAY, INTERRUPTED, CLOSED -> wire.gate().onNothing(wire.pass());
        }
        atEnd.run();
    }
}
