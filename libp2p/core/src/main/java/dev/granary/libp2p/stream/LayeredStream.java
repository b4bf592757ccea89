package dev.granary.libp2p.stream;

import dev.granary.libp2p.P2pException;
import dev.granary.libp2p.loop.Loop;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.function.Consumer;

/**
 * A stream over a stream: how one reads, pauses, ends and closes with the other, whatever a {@link Codec} makes of the bytes
 * in between. What is written between two flushes shares the codec's pieces.
 *
 * <p>Nothing is decoded that the receiver would not take now: it is left below, and so makes the remote wait.
 */
public final class LayeredStream implements ByteStream, ByteStream.Receiver {
    private final ByteStream below;
    private final Codec codec;
    private final Inbox inbox = new Inbox(_ -> readOn());
    private final ArrayDeque<ByteBuffer> queue = new ArrayDeque<>();
    private final Consumer<ByteBuffer> out = this::send;
    private final Consumer<ByteBuffer> answer = this::answer;
    private int queued;
    private boolean started;
    private boolean belowPaused;
    private boolean full;

    public LayeredStream(ByteStream below, Codec codec) {
        this.below = below;
        this.codec = codec;
    }

    @Override
    public Loop loop() {
        return below.loop();
    }

    @Override
    public void start(Receiver receiver) {
        inbox.start(receiver);
        if (!started) {
            started = true;
            belowPaused = false;
            below.start(this);
        } else {
            readOn();
        }
    }

    @Override
    public boolean write(ByteBuffer bytes) {
        if (inbox.isClosed()) {
            return false;
        }
        if (bytes.hasRemaining()) {
            queue.add(bytes);
            queued += bytes.remaining();
        }
        while (queued >= codec.largestPiece()) {
            encode(codec.largestPiece());
        }
        return !full;
    }

    @Override
    public void flush() {
        encodeRest();
        below.flush();
    }

    @Override
    public void end() {
        encodeRest();
        codec.end(out);
        below.end();
    }

    @Override
    public void reset(long code) {
        forget();
        below.reset(code);
    }

    @Override
    public void pause() {
        inbox.pause();
        stopReading();
    }

    @Override
    public void resume() {
        inbox.resume();
        readOn();
    }

    @Override
    public void received(ByteBuffer bytes) {
        try {
            while (inbox.wantsBytes() && codec.decode(bytes, answer)) {
                inbox.offer(codec.decoded());
                if (codec.hasRemoteEnded()) {
                    inbox.end();
                }
            }
        } catch (P2pException failure) {
            fail(failure);
        }
        if (bytes.hasRemaining()) {
            stopReading();
        }
    }

    @Override
    public void receivedAll() {
        codec.rest();
        inbox.receivedAll();
    }

    @Override
    public void ended() {
        try {
            codec.ended();
            inbox.end();
        } catch (P2pException failure) {
            fail(failure);
        }
    }

    @Override
    public void writable() {
        full = false;
        inbox.writable();
    }

    @Override
    public void closed(Closing closing) {
        forget();
        codec.close();
        inbox.close(closing);
    }

    private void encode(int size) {
        try {
            queued -= size;
            codec.encode(queue, size, out);
        } catch (P2pException failure) {
            fail(failure);
        }
    }

    private void encodeRest() {
        if (queued > 0 && !inbox.isClosed()) {
            encode(queued);
        }
    }

    private void send(ByteBuffer piece) {
        full = !below.write(piece);
    }

    private void answer(ByteBuffer piece) {
        send(piece);
        below.flush();
    }

    private void stopReading() {
        belowPaused = true;
        below.pause();
    }

    /** Reads on from below, once what came from there before has been taken. */
    private void readOn() {
        if (belowPaused && inbox.wantsBytes()) {
            belowPaused = false;
            below.resume();
        }
    }

    private void fail(P2pException failure) {
        inbox.close(Closing.Failed.of(failure));
        forget();
        below.reset(0);
    }

    private void forget() {
        queue.clear();
        queued = 0;
    }
}
