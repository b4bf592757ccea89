package dev.granary.libp2p.yamux;

import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.loop.Loop;
import dev.granary.libp2p.stream.ByteStream;
import dev.granary.libp2p.stream.Closing;
import dev.granary.libp2p.stream.Inbox;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/** The bytes of one stream: what was received and not read, what was written and not sent. */
final class YamuxStream implements ByteStream, StreamEvents, FrameWriter.Turn {
    /** Larger payloads make other streams wait; smaller ones cost headers. */
    private static final int LARGEST_PAYLOAD = 64 * 1024;

    private final YamuxConnection connection;
    private final StreamState state;
    private final Inbox inbox = new Inbox(this::read);
    private final ArrayDeque<ByteBuffer> queue = new ArrayDeque<>();
    private int queued;
    private boolean full;
    private boolean ending;

    YamuxStream(YamuxConnection connection, StreamState state) {
        this.connection = connection;
        this.state = state;
    }

    @Override
    public Loop loop() {
        return connection.loop();
    }

    @Override
    public void start(Receiver receiver) {
        inbox.start(receiver);
    }

    @Override
    public void pause() {
        inbox.pause();
    }

    @Override
    public void resume() {
        inbox.resume();
    }

    @Override
    public boolean write(ByteBuffer bytes) {
        if (ending) {
            throw new IllegalStateException("written after the end");
        }
        if (state.isGone()) {
            return false;
        }
        if (bytes.hasRemaining()) {
            queue.add(bytes);
            queued += bytes.remaining();
            askForTurn();
        }
        if (queued >= connection.settings().writeBuffer()) {
            full = true;
        }
        if (full || queued >= LARGEST_PAYLOAD) {
            connection.flushSoon();
        }
        return !full;
    }

    @Override
    public void flush() {
        connection.flushSoon();
    }

    @Override
    public void end() {
        if (!ending) {
            ending = true;
            askForTurn();
            connection.flushSoon();
        }
    }

    @Override
    public void reset(long code) {
        connection
                .session()
                .reset(state, code, new Closing.Failed(P2pError.CANCELLED, "The stream was reset on our side."));
        connection.flushSoon();
    }

    /** Makes sure that the remote hears of the stream, even if nothing is written. */
    void greet() {
        askForTurn();
        connection.flushSoon();
    }

    /** No more came for any stream for now. */
    void receivedAll() {
        inbox.receivedAll();
    }

    @Override
    public void received(ByteBuffer payload) {
        connection.hasReceived(this);
        inbox.offer(payload);
    }

    @Override
    public void credited() {
        if (queued > 0) {
            askForTurn();
            connection.flushSoon();
        }
    }

    @Override
    public void remoteEnded() {
        inbox.end();
    }

    @Override
    public void over(Closing closing) {
        queue.clear();
        queued = 0;
        connection.writer().remove(this);
        inbox.close(closing);
    }

    /** One frame with data, if any may be sent; then what is left to say without. */
    @Override
    public void send(FrameWriter writer) {
        int size = state.sendable(Math.min(queued, LARGEST_PAYLOAD));
        if (size > 0) {
            sendData(writer, size);
        }
        boolean ends = ending && queued == 0;
        boolean grants = state.window().isDue() && !state.hasRemoteEnded();
        if (ends || grants || state.owesGreeting()) {
            sendWindow(writer, ends, grants);
        }
        if (state.sendable(queued) > 0) {
            askForTurn();
        }
        if (full && queued <= connection.settings().writeBuffer() / 2) {
            full = false;
            inbox.writable();
        }
    }

    private void sendData(FrameWriter writer, int size) {
        writer.write(new FrameHeader(FrameHeader.Type.DATA, state.takeGreeting(), state.id(), size).encode());
        state.sent(size);
        queued -= size;
        for (int left = size; left > 0; ) {
            ByteBuffer first = queue.element();
            int part = Math.min(left, first.remaining());
            writer.write(first.slice(first.position(), part));
            first.position(first.position() + part);
            left -= part;
            if (!first.hasRemaining()) {
                queue.remove();
            }
        }
    }

    /** The end travels in a frame of its own: a receiver that looks at flags first would lose the data beside it. */
    private void sendWindow(FrameWriter writer, boolean ends, boolean grants) {
        int flags = state.takeGreeting() | (ends ? FrameHeader.FIN : 0);
        int granted = grants ? state.window().grant(loop().nanoTime(), connection.roundTripNanos()) : 0;
        writer.write(new FrameHeader(FrameHeader.Type.WINDOW, flags, state.id(), granted).encode());
        if (ends) {
            connection.session().ended(state);
        }
    }

    private void read(int bytes) {
        state.window().read(bytes);
        if (state.window().isDue() && !state.isGone() && !state.hasRemoteEnded()) {
            askForTurn();
            connection.flushSoon();
        }
    }

    private void askForTurn() {
        if (!state.isGone()) {
            connection.writer().add(this);
        }
    }
}
