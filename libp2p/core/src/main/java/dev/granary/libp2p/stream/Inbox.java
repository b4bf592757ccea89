package dev.granary.libp2p.stream;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The reading half that streams have in common: gives bytes, end and closing to the receiver of the moment in their order,
 * keeps what it left unread, and hands over to the next one. Confined to the stream's loop.
 *
 * <p>Bytes pass through without a copy as long as the receiver reads them; only what it leaves, or what comes while
 * reading is paused, is kept in memory of the inbox's own. How much that may be is bounded by whoever offers: by a window,
 * or by not reading on while {@link #wantsBytes()} says no.
 *
 * <p>No callback happens within another: what a receiver causes from within its own is done when it returns.
 */
public final class Inbox {
    private static final int SMALLEST_CHUNK = 512;
    private static final int LARGEST_CHUNK = 64 * 1024;

    private final IntConsumer onRead;
    /** Read from the front; the last one is filled up before another is begun. */
    private final ArrayDeque<ByteBuffer> kept = new ArrayDeque<>();

    private ByteStream.@Nullable Receiver receiver;
    private @Nullable Closing closing;
    private int keptBytes;
    /** Counts the reasons to give again what was left unread. */
    private int restarts;

    private boolean paused;
    private boolean leftUnread;
    private boolean ended;
    private boolean toldEnd;
    private boolean toldClosing;
    private boolean owesReceivedAll;
    private boolean batchOver;
    private boolean owesWritable;
    private boolean calling;

    /** @param onRead is told how many bytes a receiver has read, each time it has and what it left is kept */
    public Inbox(IntConsumer onRead) {
        this.onRead = onRead;
    }

    /** An inbox whose owner need not know what is read. */
    public Inbox() {
        this(_ -> {});
    }

    /** See {@link ByteStream#start}. */
    public void start(ByteStream.Receiver next) {
        receiver = next;
        toldClosing = false;
        resume();
    }

    /** See {@link ByteStream#pause}. */
    public void pause() {
        paused = true;
    }

    /** See {@link ByteStream#resume}. */
    public void resume() {
        restarts++;
        paused = false;
        leftUnread = false;
        tell();
    }

    /** Takes what has arrived; the buffer is free again when this returns. */
    public void offer(ByteBuffer bytes) {
        if (closing != null || ended || !bytes.hasRemaining()) {
            return;
        }
        ByteStream.Receiver to = receiver;
        if (to != null && !calling && kept.isEmpty() && flows()) {
            int read = give(to, bytes);
            batchOver = false;
            keepFirst(bytes);
            tellRead(read);
        } else {
            keep(bytes);
        }
        tell();
    }

    /** No more has arrived for now. */
    public void receivedAll() {
        batchOver = true;
        tell();
    }

    /** No more bytes will arrive. Told once all that did have been read. */
    public void end() {
        ended = true;
        tell();
    }

    /** More may be written. */
    public void writable() {
        owesWritable = true;
        tell();
    }

    /**
     * The stream is over; the first closing counts. A complete one is told after all bytes and the end; a failed one at
     * once, and what was not read is dropped, unless nobody has begun to read yet.
     */
    public void close(Closing why) {
        if (closing != null) {
            return;
        }
        closing = why;
        if (why instanceof Closing.Complete) {
            ended = true;
        } else if (receiver != null) {
            drop();
        }
        tell();
    }

    /** Whether bytes that come now would reach a receiver. */
    public boolean wantsBytes() {
        return receiver != null && flows() && kept.isEmpty();
    }

    /** Bytes that came and were not read yet. */
    public int keptBytes() {
        return keptBytes;
    }

    /** Whether the stream is over, even if the receiver has not been told yet. */
    public boolean isClosed() {
        return closing != null;
    }

    private boolean flows() {
        return !paused && !leftUnread && !toldClosing;
    }

    /** Tells all there is to tell; who comes in from within a callback leaves it to the one that is calling. */
    private void tell() {
        while (!calling && receiver != null && !toldClosing && tellNext(receiver)) {
            // after each callback everything may have changed
        }
    }

    private boolean tellNext(ByteStream.Receiver to) {
        if (!kept.isEmpty() && flows()) {
            giveKept(to);
            return true;
        }
        if (ended && !toldEnd && kept.isEmpty() && flows()) {
            toldEnd = true;
            call(to::ended);
            return true;
        }
        Closing over = closing;
        if (over != null && (toldEnd || !(over instanceof Closing.Complete))) {
            toldClosing = true;
            drop();
            call(() -> to.closed(over));
            return true;
        }
        if (owesReceivedAll && batchOver) {
            owesReceivedAll = false;
            call(to::receivedAll);
            return true;
        }
        if (owesWritable && over == null) {
            owesWritable = false;
            call(to::writable);
            return true;
        }
        return false;
    }

    private void giveKept(ByteStream.Receiver to) {
        int read = give(to, kept.element());
        batchOver = true;
        if (!kept.isEmpty()) { // else the receiver has closed the stream, and with that dropped all
            keptBytes -= read;
            if (!kept.element().hasRemaining()) {
                kept.remove();
            }
        }
        tellRead(read);
    }

    private int give(ByteStream.Receiver to, ByteBuffer bytes) {
        int before = bytes.remaining();
        int restartsBefore = restarts;
        owesReceivedAll = true;
        call(() -> to.received(bytes));
        if (bytes.hasRemaining() && restarts == restartsBefore) {
            leftUnread = true;
        }
        return before - bytes.remaining();
    }

    private void tellRead(int read) {
        if (read > 0) {
            onRead.accept(read);
        }
    }

    private void keep(ByteBuffer bytes) {
        keptBytes += bytes.remaining();
        ByteBuffer last = calling ? null : kept.peekLast();
        if (last != null) {
            int room = Math.min(last.capacity() - last.limit(), bytes.remaining());
            int at = last.limit();
            last.limit(at + room).put(at, bytes, bytes.position(), room);
            bytes.position(bytes.position() + room);
        }
        if (bytes.hasRemaining()) {
            int size = Math.clamp(keptBytes, SMALLEST_CHUNK, LARGEST_CHUNK);
            ByteBuffer chunk = ByteBuffer.allocate(Math.max(size, bytes.remaining()));
            kept.add(chunk.put(bytes).flip());
        }
    }

    /** Keeps what is left of bytes that were given directly: ahead of all that came from within that call. */
    private void keepFirst(ByteBuffer rest) {
        if (!rest.hasRemaining() || (closing != null && !(closing instanceof Closing.Complete))) {
            return;
        }
        if (kept.isEmpty()) {
            keep(rest);
        } else {
            keptBytes += rest.remaining();
            kept.addFirst(ByteBuffer.allocate(rest.remaining()).put(rest).flip());
        }
    }

    private void drop() {
        kept.clear();
        keptBytes = 0;
    }

    private void call(Runnable callback) {
        calling = true;
        try {
            callback.run();
        } finally {
            calling = false;
        }
    }
}
