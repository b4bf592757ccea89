package dev.granary.libp2p.transport.netty;

import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.loop.Loop;
import dev.granary.libp2p.stream.ByteStream;
import dev.granary.libp2p.stream.Closing;
import dev.granary.libp2p.stream.Inbox;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one channel: a socket, or a stream of QUIC. What is read is shown where the channel put it; what is written
 * is sent from where it lies.
 */
public final class ChannelStream extends ChannelInboundHandlerAdapter implements ByteStream {
    /** Written bytes that are sent without waiting for a flush. */
    private static final int ENOUGH = 64 * 1024;
    /** Bytes that are read while reading is paused: with none at all, a reset would go unnoticed on some systems. */
    private static final int READ_AHEAD = 16 * 1024;

    private final DuplexChannel channel;
    private final Loop loop;
    private final Ending ending;
    private final Inbox inbox = new Inbox();
    private boolean started;
    private boolean inputEnded;
    private boolean outputEnding;
    private boolean outputEnded;
    private boolean refusedMore;
    private boolean flushPlanned;
    private boolean tellPlanned;
    private int unflushed;
    private @Nullable Closing closing;

    /** How one kind of channel ends before its time. */
    public interface Ending {
        /** Prepares the close of the channel, so that the remote learns that it is no regular end. */
        void abort(long code);

        /** What a failure of the channel means; empty when the remote only reads no further. */
        Optional<Closing> closing(Throwable cause);
    }

    /** Joins the pipeline of {@code channel}, which must not read by itself yet and must allow half-closure. */
    public ChannelStream(DuplexChannel channel, Loop loop, Ending ending) {
        this.channel = channel;
        this.loop = loop;
        this.ending = ending;
    }

    @Override
    public Loop loop() {
        return loop;
    }

    @Override
    public void start(Receiver next) {
        started = true;
        inbox.start(next);
        readOrWait();
    }

    @Override
    public void pause() {
        inbox.pause();
        readOrWait();
    }

    @Override
    public void resume() {
        inbox.resume();
        readOrWait();
    }

    /** Leaves to the kernel, and so to the remote, what the receiver would not take now. */
    private void readOrWait() {
        boolean read = started && inbox.keptBytes() < READ_AHEAD;
        if (read != channel.config().isAutoRead()) {
            channel.config().setAutoRead(read);
        }
    }

    @Override
    public boolean write(ByteBuffer bytes) {
        if (closing != null || outputEnding) {
            return true;
        }
        unflushed += bytes.remaining();
        var _ = channel.write(Unpooled.wrappedBuffer(bytes), channel.voidPromise());
        if (unflushed >= ENOUGH) {
            flushNow();
        }
        refusedMore = !channel.isWritable();
        return !refusedMore;
    }

    @Override
    public void flush() {
        if (unflushed > 0 && !flushPlanned) {
            flushPlanned = true;
            loop.execute(this::flushPlanned);
        }
    }

    private void flushPlanned() {
        flushPlanned = false;
        flushNow();
    }

    private void flushNow() {
        if (unflushed > 0) {
            unflushed = 0;
            channel.flush();
        }
    }

    @Override
    public void end() {
        if (closing != null || outputEnding) {
            return;
        }
        outputEnding = true;
        unflushed = 0;
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(sent -> shutOutput(sent.isSuccess()));
    }

    private void shutOutput(boolean sent) {
        if (sent && closing == null) {
            channel.shutdownOutput().addListener(shut -> {
                outputEnded = true;
                closeWhenBothEnded();
            });
        }
    }

    private void closeWhenBothEnded() {
        if (outputEnded && inputEnded) {
            close(new Closing.Complete());
        }
    }

    @Override
    public void reset(long code) {
        abort(code, new Closing.Failed(P2pError.CANCELLED, "We have reset the stream."));
    }

    /** Ends both directions at once, for the reason given. */
    public void abort(long code, Closing why) {
        if (closing != null) {
            return;
        }
        if (channel.isOpen()) {
            ending.abort(code);
        }
        close(why);
    }

    private void close(Closing why) {
        if (closing == null) {
            closing = why;
            inbox.close(why);
            var _ = channel.close();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        try {
            inbox.offer(bytes.nioBuffer());
        } finally {
            bytes.release();
        }
        readOrWait();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        inbox.receivedAll();
        readOrWait();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            inputEnded = true;
            inbox.end();
            closeWhenBothEnded();
        }
    }

    /** Netty tells of room from within a flush, and with that from within {@link #write}: receivers hear of it later. */
    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (refusedMore && !tellPlanned && channel.isWritable() && closing == null) {
            tellPlanned = true;
            loop.execute(this::tellWritable);
        }
    }

    private void tellWritable() {
        tellPlanned = false;
        if (refusedMore && channel.isWritable() && closing == null) {
            refusedMore = false;
            inbox.writable();
            // a receiver that resumes from within that call gets what was kept after it
            readOrWait();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        Optional<Closing> why = ending.closing(cause);
        if (why.isEmpty()) {
            outputEnding = true;
            outputEnded = true;
            closeWhenBothEnded();
        } else if (closing == null) {
            abort(0, why.get());
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        close(new Closing.Failed(P2pError.CLOSED, "The connection is closed."));
    }
}
