package dev.granary.libp2p.transport.quic;

import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.loop.Loop;
import dev.granary.libp2p.stream.ByteStream;
import dev.granary.libp2p.stream.Closing;
import dev.granary.libp2p.stream.Inbox;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.ChannelOutputShutdownException;
import io.netty.incubator.codec.quic.QuicStreamChannel;
import io.netty.incubator.codec.quic.QuicStreamResetException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** One stream of a connection. What is read is shown where the channel put it. Confined to the connection's loop. */
final class QuicStream extends ChannelInboundHandlerAdapter implements ByteStream, QuicOutbox.Events {
    private final QuicStreamChannel channel;
    private final Loop loop;
    private final Connection connection;
    private final QuicOutbox outbox;
    private final Inbox inbox = new Inbox();
    private int keptBefore;
    private boolean started;
    private boolean inputEnded;
    private boolean outputEnded;
    /** The remote reads no further, and had not been sent all. */
    private boolean stopped;

    private @Nullable Closing closing;

    /** What a stream asks of the connection that it belongs to. */
    interface Connection {
        /** Runs {@code task} once what was sent until now can be taken for acknowledged. */
        void whenAcknowledged(Runnable task);

        /** Takes note of unread bytes that a stream now keeps, or keeps no longer. */
        void kept(int more);

        /** Whether a stream that keeps {@code bytes} may read on though nobody takes what it reads. */
        boolean mayKeepMoreThan(int bytes);
    }

    /** Joins the pipeline of {@code channel}, which must not read by itself yet and must allow half-closure. */
    QuicStream(QuicStreamChannel channel, Loop loop, Connection connection) {
        this.channel = channel;
        this.loop = loop;
        this.connection = connection;
        this.outbox = new QuicOutbox(channel, loop, this);
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

    /**
     * Reads on, or leaves it to flow control to make the remote wait. Bytes are read while nobody takes them, within bounds:
     * what one stream leaves in the library's hands takes room from all of them, and two sides that each wait for the
     * other to read would do so forever.
     */
    private void readOrWait() {
        int kept = inbox.keptBytes();
        connection.kept(kept - keptBefore);
        keptBefore = kept;
        boolean read = started && closing == null && connection.mayKeepMoreThan(kept);
        if (read != channel.config().isAutoRead()) {
            channel.config().setAutoRead(read);
        }
    }

    @Override
    public boolean write(ByteBuffer bytes) {
        return closing != null || outbox.write(bytes);
    }

    @Override
    public void flush() {
        outbox.flush();
    }

    @Override
    public void end() {
        outbox.end();
    }

    @Override
    public void reset(long code) {
        abort(code, new Closing.Failed(P2pError.CANCELLED, "We have reset the stream."));
    }

    private void abort(long code, Closing why) {
        if (closing != null) {
            return;
        }
        if (channel.isOpen()) {
            var _ = channel.shutdown((int) code);
        }
        close(why);
    }

    private void close(Closing why) {
        if (closing == null) {
            closing = why;
            outbox.close();
            inbox.close(why);
            readOrWait();
            var _ = channel.close();
            // Netty keeps the channel of an aborted stream as long as the connection; it need not keep ours
            loop.execute(this::leave);
        }
    }

    private void leave() {
        if (channel.pipeline().context(this) != null) {
            var _ = channel.pipeline().remove(this);
        }
    }

    private void closeWhenBothEnded() {
        if (outputEnded && inputEnded) {
            close(stopped ? new Closing.RemoteReset(0) : new Closing.Complete());
        }
    }

    @Override
    public void writable() {
        if (closing == null) {
            inbox.writable();
            // a receiver that resumes from within that call gets what was kept after it
            readOrWait();
        }
    }

    @Override
    public void ended() {
        outputEnded = true;
        closeWhenBothEnded();
    }

    @Override
    public void failed(Throwable cause) {
        if (cause instanceof ChannelOutputShutdownException) {
            // The remote reads no further (STOP_SENDING), but may have more to say. Who waits to write must go on
            // reading.
            stopped = true;
            outputEnded = true;
            loop.execute(this::writable);
            closeWhenBothEnded();
        } else {
            close(failure(cause));
        }
    }

    @Override
    public boolean hasRemoteEnded() {
        return inputEnded;
    }

    @Override
    public void whenAcknowledged(Runnable task) {
        connection.whenAcknowledged(task);
    }

    private static Closing failure(Throwable cause) {
        return cause instanceof QuicStreamResetException reset
                ? new Closing.RemoteReset(reset.applicationProtocolCode())
                : new Closing.Failed(P2pError.CLOSED, "The stream has failed: " + cause);
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

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        abort(0, failure(cause));
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        close(new Closing.Failed(P2pError.CLOSED, "The connection is closed."));
    }
}
