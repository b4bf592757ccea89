package dev.granary.libp2p.simulation;

import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.loop.Loop;
import dev.granary.libp2p.simulation.Journal.Happening;
import dev.granary.libp2p.stream.ByteStream;
import dev.granary.libp2p.stream.Closing;
import dev.granary.libp2p.stream.Inbox;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** One end of a stream: what is flushed together arrives together. */
final class SimulatedStream implements ByteStream {
    private final SimulatedConnection connection;
    private final boolean inbound;
    private final Inbox inbox = new Inbox(this::read);
    private @Nullable SimulatedStream remote;
    private List<ByteBuffer> unflushed = List.of();
    /** Bytes that the remote has not read yet. */
    private int outstanding;

    private boolean full;
    private boolean ending;
    private boolean endSent;
    private boolean remoteEnded;
    private boolean announced;

    SimulatedStream(SimulatedConnection connection, boolean inbound) {
        this.connection = connection;
        this.inbound = inbound;
        this.announced = inbound;
    }

    void connect(SimulatedStream other) {
        remote = other;
    }

    boolean isInbound() {
        return inbound;
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
        if (inbox.isClosed()) {
            return false;
        }
        if (bytes.hasRemaining()) {
            if (unflushed.isEmpty()) {
                unflushed = new ArrayList<>(2);
            }
            unflushed.add(bytes);
            outstanding += bytes.remaining();
        }
        if (outstanding >= connection.network().settings().window()) {
            full = true;
            flush();
        }
        return !full;
    }

    @Override
    public void flush() {
        if (inbox.isClosed() || (unflushed.isEmpty() && (!ending || endSent))) {
            return;
        }
        List<ByteBuffer> parts = unflushed;
        unflushed = List.of();
        boolean last = ending;
        endSent = last;
        tell(other -> other.arrive(parts, last));
        closeWhenComplete();
    }

    @Override
    public void end() {
        if (!ending) {
            ending = true;
            flush();
        }
    }

    @Override
    public void reset(long code) {
        if (inbox.isClosed()) {
            return;
        }
        unflushed = List.of();
        tell(other -> other.remoteReset(code));
        connection.forget(this);
        inbox.close(new Closing.Failed(P2pError.CANCELLED, "The stream was reset on our side."));
    }

    /** What one end tells the other. */
    @FunctionalInterface
    private interface Telling {
        void to(SimulatedStream other);
    }

    private void tell(Telling what) {
        if (!announced && remote == null) {
            announced = true;
            connection.network().send(connection, () -> open(what));
        } else {
            connection.network().send(connection, () -> pass(what));
        }
    }

    /** At the remote: the stream is new there. */
    private void open(Telling what) {
        SimulatedConnection there = connection.remote();
        if (!there.isOver()) {
            what.to(there.accept(this));
        }
    }

    /** At the remote, which may never have heard of the stream. */
    private void pass(Telling what) {
        if (remote != null) {
            what.to(remote);
        }
    }

    private void arrive(List<ByteBuffer> parts, boolean last) {
        note(parts);
        if (inbox.isClosed()) {
            return;
        }
        parts.forEach(inbox::offer);
        inbox.receivedAll();
        if (last) {
            remoteEnded = true;
            inbox.end();
            closeWhenComplete();
        }
    }

    private void note(List<ByteBuffer> parts) {
        CRC32C sum = new CRC32C();
        int size = 0;
        for (ByteBuffer part : parts) {
            size += part.remaining();
            sum.update(part.duplicate());
        }
        note(Happening.MESSAGE, size, sum.getValue());
    }

    private void note(Happening kind, long size, long content) {
        SimulatedConnection from = connection.remote();
        connection
                .network()
                .journal()
                .note(kind, from.endpoint().number(), connection.endpoint().number(), size, content);
    }

    private void remoteReset(long code) {
        note(Happening.RESET, 0, code);
        if (!inbox.isClosed()) {
            connection.forget(this);
            inbox.close(new Closing.RemoteReset(code));
        }
    }

    private void closeWhenComplete() {
        if (endSent && remoteEnded && !inbox.isClosed()) {
            connection.forget(this);
            inbox.close(new Closing.Complete());
        }
    }

    /** The connection is over. */
    void fail(Closing.Failed why) {
        unflushed = List.of();
        inbox.close(why);
    }

    /** Our receiver has read, which makes room at the remote at once: only the turn of the writer takes time. */
    private void read(int bytes) {
        if (remote != null) {
            remote.makeRoom(bytes);
        }
    }

    private void makeRoom(int bytes) {
        outstanding -= bytes;
        if (full && outstanding < connection.network().settings().window() / 2) {
            full = false;
            connection.endpoint().loop().in(connection.oneWayNanos(), inbox::writable);
        }
    }
}
