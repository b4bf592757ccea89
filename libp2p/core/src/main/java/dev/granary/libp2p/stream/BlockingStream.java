package dev.granary.libp2p.stream;

import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.P2pException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A {@link ByteStream} for virtual threads: reads and writes wait until there is something, or room. One thread may read
 * while another writes. What goes wrong is thrown as an {@link IOException} whose cause is the {@link P2pException}.
 *
 * <p>At most {@value #MOST_UNREAD} bytes and what came with the last of them wait for the reader, and as many for the loop.
 */
public final class BlockingStream implements AutoCloseable {
    private static final int MOST_UNREAD = 256 * 1024;
    private static final int MOST_UNSENT = 256 * 1024;
    private static final int CHUNK = 64 * 1024;

    private final ByteStream stream;
    private final Duration patience;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<ByteBuffer> unread = new ArrayDeque<>();
    private int unreadBytes;
    private int unsentBytes;
    private boolean paused;
    private boolean writable = true;
    private boolean inputEnded;
    private boolean outputEnded;
    private @Nullable Closing closing;

    private BlockingStream(ByteStream stream, Duration patience) {
        this.stream = stream;
        this.patience = patience;
    }

    /**
     * Begins to read {@code stream}. May be called from any thread.
     *
     * @param patience the longest that one read or write waits
     */
    public static BlockingStream of(ByteStream stream, Duration patience) {
        BlockingStream blocking = new BlockingStream(stream, patience);
        if (stream.loop().isCurrent()) {
            stream.start(blocking.new Receiving());
        } else {
            stream.loop().execute(() -> stream.start(blocking.new Receiving()));
        }
        return blocking;
    }

    /** What the remote sends. Closing it does nothing. */
    public InputStream input() {
        return new Input();
    }

    /** What the remote is sent, at the latest when flushed. Closing it ends our direction. */
    public OutputStream output() {
        return new Output();
    }

    /** Ends our direction and waits for nothing. */
    public void end() {
        lock.lock();
        try {
            outputEnded = true;
        } finally {
            lock.unlock();
        }
        stream.loop().execute(stream::end);
    }

    /** Ends both directions at once. */
    public void reset() {
        stream.loop().execute(() -> stream.reset(0));
    }

    /** Resets the stream, unless both sides have ended it. */
    @Override
    public void close() {
        lock.lock();
        try {
            if (inputEnded && outputEnded) {
                return;
            }
        } finally {
            lock.unlock();
        }
        reset();
    }

    private int read(byte[] target, int offset, int length) throws IOException {
        lock.lock();
        try {
            long left = patience.toNanos();
            while (unread.isEmpty() && !inputEnded && closing == null) {
                left = awaitChange(left);
            }
            ByteBuffer first = unread.peek();
            if (first == null) {
                return endOrFailure();
            }
            int count = Math.min(length, first.remaining());
            first.get(target, offset, count);
            if (!first.hasRemaining()) {
                unread.remove();
            }
            unreadBytes -= count;
            resumeWhenLow();
            return count;
        } finally {
            lock.unlock();
        }
    }

    private int endOrFailure() throws IOException {
        if (inputEnded || closing instanceof Closing.Complete || closing == null) {
            return -1;
        }
        throw failed(closing.asException());
    }

    private void resumeWhenLow() {
        if (paused && unreadBytes < MOST_UNREAD / 2) {
            paused = false;
            stream.loop().execute(stream::resume);
        }
    }

    private void write(byte[] source, int offset, int length) throws IOException {
        for (int at = offset; at < offset + length; at += CHUNK) {
            int count = Math.min(CHUNK, offset + length - at);
            ByteBuffer chunk = ByteBuffer.allocate(count).put(source, at, count).flip();
            awaitRoom(count);
            stream.loop().execute(() -> send(chunk, count));
        }
    }

    private void awaitRoom(int count) throws IOException {
        lock.lock();
        try {
            long left = patience.toNanos();
            while ((!writable || unsentBytes >= MOST_UNSENT) && closing == null) {
                left = awaitChange(left);
            }
            if (closing != null) {
                throw failed(closing.asException());
            }
            if (outputEnded) {
                throw failed(new P2pException(P2pError.CLOSED, "We have ended the stream."));
            }
            unsentBytes += count;
        } finally {
            lock.unlock();
        }
    }

    /** On the stream's loop. */
    private void send(ByteBuffer chunk, int count) {
        boolean more = stream.write(chunk);
        lock.lock();
        try {
            unsentBytes -= count;
            writable = more;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (!more) {
            stream.flush();
        }
    }

    @SuppressWarnings("WaitNotInLoop") // the callers loop
    private long awaitChange(long nanos) throws IOException {
        if (nanos <= 0) {
            throw failed(new P2pException(P2pError.TIMEOUT, "The remote was silent for " + patience + "."));
        }
        try {
            return changed.awaitNanos(nanos);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw failed(new P2pException(P2pError.CANCELLED, "The waiting thread was interrupted.", interrupted));
        }
    }

    private static IOException failed(P2pException why) {
        return new IOException(why.getMessage(), why);
    }

    /** What the loop tells the threads. */
    private final class Receiving implements ByteStream.Receiver {
        @Override
        public void received(ByteBuffer bytes) {
            lock.lock();
            try {
                unreadBytes += bytes.remaining();
                unread.add(ByteBuffer.allocate(bytes.remaining()).put(bytes).flip());
                if (unreadBytes >= MOST_UNREAD) {
                    paused = true;
                    stream.pause();
                }
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void ended() {
            tell(() -> inputEnded = true);
        }

        @Override
        public void writable() {
            tell(() -> writable = true);
        }

        @Override
        public void closed(Closing why) {
            tell(() -> closing = why);
        }

        private void tell(Runnable change) {
            lock.lock();
            try {
                change.run();
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    private final class Input extends InputStream {
        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return BlockingStream.this.read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            return length == 0 ? 0 : BlockingStream.this.read(target, offset, length);
        }

        @Override
        public int available() {
            lock.lock();
            try {
                return unreadBytes;
            } finally {
                lock.unlock();
            }
        }
    }

    private final class Output extends OutputStream {
        @Override
        public void write(int octet) throws IOException {
            BlockingStream.this.write(new byte[] {(byte) octet}, 0, 1);
        }

        @Override
        public void write(byte[] source, int offset, int length) throws IOException {
            BlockingStream.this.write(source, offset, length);
        }

        @Override
        public void flush() {
            stream.loop().execute(stream::flush);
        }

        @Override
        public void close() {
            end();
        }
    }
}
