package dev.granary.libp2p.transport.quic;

import dev.granary.libp2p.loop.Loop;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.incubator.codec.quic.DefaultQuicStreamFrame;
import io.netty.incubator.codec.quic.QuicStreamChannel;
import io.netty.incubator.codec.quic.QuicStreamFrame;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/**
 * What was written to one stream and not sent yet. Confined to its loop.
 *
 * <p>At most one write is with the channel at a time. The channel takes what flow and congestion control leave room for,
 * keeps the rest, and completes the write when all of it went: only then comes the next. So nothing depends on the
 * channel's own queue and its notion of being writable, which changes from within its writes.
 *
 * <p>The end travels with the last bytes wherever it can. The QUIC library takes a stream for complete, and forgets it, once
 * all its bytes are acknowledged and both ends are known, even if our end is on its way alone: if that packet is lost, nobody
 * sends it again and the remote waits forever. So an end without bytes waits until those before it can be taken for
 * acknowledged, unless the remote has yet to end: until then the stream is not complete.
 */
final class QuicOutbox {
    /** Written bytes that are sent without waiting for a flush. */
    private static final int ENOUGH = 64 * 1024;
    /** Bytes that one write takes: one copy to where the library can read them. */
    private static final int LARGEST_WRITE = 128 * 1024;
    /** Bytes that may wait before the writer is asked to wait, too. */
    private static final int FULL = 256 * 1024;

    private final QuicStreamChannel channel;
    private final Loop loop;
    private final Events events;
    private final ArrayDeque<ByteBuffer> queue = new ArrayDeque<>();
    private int queued;
    private int unflushed;
    /** Bytes of the write that is with the channel. */
    private int underWay;

    private boolean unacknowledged;
    private boolean writing;
    private boolean flushPlanned;
    private boolean waitPlanned;
    private boolean refusedMore;
    private boolean ending;
    private boolean over;

    /** What the stream must know of its outbox. */
    interface Events {
        /** There is room again after {@link #write} said no. Never from within a call of the outbox. */
        void writable();

        /** The end is sent, and all before it. */
        void ended();

        /** A write has failed; nothing more will be sent. */
        void failed(Throwable cause);

        /** Whether the remote has ended its direction. */
        boolean hasRemoteEnded();

        /** Runs {@code task} once what was sent until now can be taken for acknowledged. */
        void whenAcknowledged(Runnable task);
    }

    QuicOutbox(QuicStreamChannel channel, Loop loop, Events events) {
        this.channel = channel;
        this.loop = loop;
        this.events = events;
    }

    /** See {@link dev.granary.libp2p.stream.ByteStream#write}. */
    boolean write(ByteBuffer bytes) {
        if (over || ending) {
            return true;
        }
        if (bytes.hasRemaining()) {
            queue.add(bytes);
            queued += bytes.remaining();
            unflushed += bytes.remaining();
        }
        if (unflushed >= ENOUGH) {
            flush();
        }
        refusedMore |= queued + underWay >= FULL;
        return !refusedMore;
    }

    /** Sends in a later turn, together with what is written until then. */
    void flush() {
        if (!flushPlanned && !over && (unflushed > 0 || ending)) {
            flushPlanned = true;
            loop.execute(this::flushPlanned);
        }
    }

    private void flushPlanned() {
        flushPlanned = false;
        unflushed = 0;
        send();
    }

    /** Sends all that is queued, then the end. */
    void end() {
        if (!ending && !over) {
            ending = true;
            flush();
        }
    }

    /** Drops what was not sent, and sends nothing more. */
    void close() {
        over = true;
        queue.clear();
        queued = 0;
    }

    private void send() {
        while (!over && !writing && queued > unflushed) {
            ByteBuf bytes = take();
            boolean last = ending && queued == 0;
            underWay = bytes.readableBytes();
            unacknowledged = true;
            pass(channel.write(last ? new DefaultQuicStreamFrame(bytes, true) : bytes), last);
        }
        if (!over && !writing && ending && queued == 0) {
            sendEnd();
        }
    }

    private ByteBuf take() {
        int size = Math.min(queued - unflushed, LARGEST_WRITE);
        ByteBuf bytes = channel.alloc().directBuffer(size);
        for (int left = size; left > 0; ) {
            ByteBuffer first = queue.element();
            int part = Math.min(left, first.remaining());
            bytes.writeBytes(first.slice(first.position(), part));
            first.position(first.position() + part);
            left -= part;
            if (!first.hasRemaining()) {
                queue.remove();
            }
        }
        queued -= size;
        return bytes;
    }

    private void sendEnd() {
        if (unacknowledged && events.hasRemoteEnded()) {
            if (!waitPlanned) {
                waitPlanned = true;
                events.whenAcknowledged(() -> {
                    unacknowledged = false;
                    send();
                });
            }
            return;
        }
        ChannelFuture sent = channel.write(QuicStreamFrame.EMPTY_FIN);
        if (!sent.isDone()) {
            // An end alone needs no room. The channel keeps it only where the library has forgotten the stream, which
            // was
            // complete once the remote wanted no more of it; it would keep it forever.
            over = true;
            events.ended();
            return;
        }
        pass(sent, /* last= */ true);
    }

    private void pass(ChannelFuture write, boolean last) {
        writing = true;
        if (write.isDone()) {
            written(write, last);
        } else {
            write.addListener(done -> {
                written(write, last);
                send();
            });
        }
    }

    private void written(ChannelFuture write, boolean last) {
        writing = false;
        underWay = 0;
        if (over) {
            return;
        }
        if (!write.isSuccess()) {
            close();
            events.failed(write.cause());
            return;
        }
        if (last) {
            over = true;
            events.ended();
        } else if (refusedMore && queued <= FULL / 2) {
            refusedMore = false;
            loop.execute(events::writable);
        }
    }
}
