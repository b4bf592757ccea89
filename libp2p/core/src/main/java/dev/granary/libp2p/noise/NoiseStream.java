package dev.granary.libp2p.noise;

import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.P2pException;
import dev.granary.libp2p.loop.Loop;
import dev.granary.libp2p.stream.ByteStream;
import dev.granary.libp2p.stream.Closing;
import dev.granary.libp2p.stream.Inbox;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/**
 * A byte stream in noise frames. What is written between two flushes shares frames, because each costs some microseconds
 * however short it is.
 */
final class NoiseStream implements ByteStream, ByteStream.Receiver {
    private static final int LENGTH_BYTES = 2;
    private static final int LARGEST_FRAME = 65_535;
    private static final int LARGEST_PLAIN = LARGEST_FRAME - CipherState.TAG;

    private final ByteStream raw;
    private final NoiseXX.Ciphers ciphers;
    private final Inbox inbox = new Inbox(_ -> readOn());
    private final FrameAssembler assembler = new FrameAssembler(LARGEST_FRAME);
    private final ArrayDeque<ByteBuffer> queue = new ArrayDeque<>();
    private int queued;
    private boolean started;
    private boolean rawPaused;
    private boolean full;

    NoiseStream(ByteStream raw, NoiseXX.Ciphers ciphers) {
        this.raw = raw;
        this.ciphers = ciphers;
    }

    @Override
    public Loop loop() {
        return raw.loop();
    }

    @Override
    public void start(Receiver receiver) {
        inbox.start(receiver);
        if (!started) {
            started = true;
            raw.start(this);
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
        while (queued >= LARGEST_PLAIN) {
            seal(LARGEST_PLAIN);
        }
        return !full;
    }

    @Override
    public void flush() {
        sealRest();
        raw.flush();
    }

    @Override
    public void end() {
        sealRest();
        raw.end();
    }

    @Override
    public void reset(long code) {
        forget();
        raw.reset(code);
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
            while (bytes.hasRemaining() && inbox.wantsBytes() && assembler.read(bytes)) {
                int size = ciphers.receiving().decryptInPlace(assembler.frame(), assembler.length());
                assembler.next();
                inbox.offer(ByteBuffer.wrap(assembler.frame(), 0, size));
            }
            if (bytes.hasRemaining()) {
                stopReading();
            }
        } catch (P2pException failure) {
            fail(failure);
        }
    }

    @Override
    public void receivedAll() {
        assembler.rest();
        inbox.receivedAll();
    }

    @Override
    public void ended() {
        if (assembler.isHalfway()) {
            fail(new P2pException(P2pError.MALFORMED, "The connection ended within a noise message."));
        } else {
            inbox.end();
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
        inbox.close(closing);
    }

    private void seal(int size) {
        ByteBuffer frame = ByteBuffer.allocate(LENGTH_BYTES + size + CipherState.TAG);
        frame.putShort((short) (size + CipherState.TAG));
        ciphers.sending().encrypt(queue, size, frame);
        queued -= size;
        full = !raw.write(frame.flip());
    }

    private void sealRest() {
        if (queued > 0) {
            seal(queued);
        }
    }

    private void stopReading() {
        rawPaused = true;
        raw.pause();
    }

    /** Reads on from below, once what came from there before has been taken. */
    private void readOn() {
        if (rawPaused && inbox.wantsBytes()) {
            rawPaused = false;
            raw.resume();
        }
    }

    private void fail(P2pException failure) {
        inbox.close(Closing.Failed.of(failure));
        forget();
        raw.reset(0);
    }

    private void forget() {
        queue.clear();
        queued = 0;
    }
}
