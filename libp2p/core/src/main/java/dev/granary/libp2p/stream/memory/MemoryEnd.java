package dev.granary.libp2p.stream.memory;

import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.loop.Loop;
import dev.granary.libp2p.stream.ByteStream;
import dev.granary.libp2p.stream.Closing;
import dev.granary.libp2p.stream.Inbox;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** One end of a pipe. What the ends tell each other travels as tasks of the other's loop. */
final class MemoryEnd implements ByteStream {
    private static final byte GONE = (byte) 0xDB;

    private final Loop loop;
    private final MemoryLink link;
    private final Inbox inbox = new Inbox(this::read);
    private final ArrayDeque<ByteBuffer> outgoing = new ArrayDeque<>();
    private final ArrayDeque<ByteBuffer> arrived = new ArrayDeque<>();
    private @Nullable MemoryEnd remote;

    private int queued;
    private int unflushed;
    private int onTheWay;
    private int readSinceCredit;
    private boolean full;
    private boolean ending;
    private boolean endSent;
    private boolean remoteEnded;

    MemoryEnd(Loop loop, MemoryLink link) {
        this.loop = loop;
        this.link = link;
    }

    void connect(MemoryEnd other) {
        remote = other;
    }

    @Override
    public Loop loop() {
        return loop;
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
            outgoing.add(bytes);
            queued += bytes.remaining();
            unflushed += bytes.remaining();
        }
        if (queued + onTheWay >= link.capacity()) {
            full = true;
            flush();
        }
        return !full;
    }

    @Override
    public void flush() {
        unflushed = 0;
        send();
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
        forget();
        tell(other -> other.remoteReset(code));
        inbox.close(new Closing.Failed(P2pError.CANCELLED, "The stream was reset on our side."));
    }

    /** Sends what is flushed and fits. */
    private void send() {
        List<ByteBuffer> parts = new ArrayList<>();
        while (queued > unflushed && onTheWay < link.capacity()) {
            ByteBuffer first = outgoing.element();
            int size = Math.min(first.remaining(), Math.min(queued - unflushed, link.capacity() - onTheWay));
            parts.add(first.slice(first.position(), size));
            first.position(first.position() + size);
            if (!first.hasRemaining()) {
                outgoing.remove();
            }
            queued -= size;
            onTheWay += size;
        }
        if (!parts.isEmpty()) {
            tell(other -> other.arrive(parts));
        }
        if (ending && queued == 0 && !endSent && !inbox.isClosed()) {
            endSent = true;
            tell(MemoryEnd::remoteEnd);
            closeWhenComplete();
        }
    }

    private void tell(Consumer<MemoryEnd> event) {
        MemoryEnd to = remote;
        if (to == null) {
            return;
        }
        if (link.latency().isZero()) {
            to.loop.execute(() -> event.accept(to));
        } else {
            to.loop.schedule(link.latency(), () -> event.accept(to));
        }
    }

    private void arrive(List<ByteBuffer> parts) {
        if (!inbox.isClosed()) {
            arrived.addAll(parts);
            deliver();
        }
    }

    /** Hands on what has arrived; where chance decides, in other pieces and at other moments than it was sent. */
    private void deliver() {
        while (!arrived.isEmpty()) {
            if (link.splits().isEmpty()) {
                inbox.offer(arrived.remove());
            } else if (deliverPiece(link.splits().get())) {
                loop.execute(this::deliver);
                break;
            }
        }
        inbox.receivedAll();
        if (remoteEnded && arrived.isEmpty()) {
            inbox.end();
            closeWhenComplete();
        }
    }

    /** Tells whether the rest is to come later. */
    private boolean deliverPiece(RandomGenerator random) {
        byte[] piece = new Scissors(random).cut(arrived);
        inbox.offer(ByteBuffer.wrap(piece));
        Arrays.fill(piece, GONE);
        return random.nextBoolean();
    }

    private void remoteEnd() {
        remoteEnded = true;
        deliver();
    }

    private void remoteReset(long code) {
        forget();
        inbox.close(new Closing.RemoteReset(code));
    }

    private void closeWhenComplete() {
        if (endSent && remoteEnded && arrived.isEmpty()) {
            inbox.close(new Closing.Complete());
        }
    }

    private void read(int bytes) {
        if (readSinceCredit == 0) {
            loop.execute(this::giveCredit);
        }
        readSinceCredit += bytes;
    }

    private void giveCredit() {
        int bytes = readSinceCredit;
        readSinceCredit = 0;
        tell(other -> other.credited(bytes));
    }

    private void credited(int bytes) {
        onTheWay -= bytes;
        send();
        if (full && queued + onTheWay <= link.capacity() / 2) {
            full = false;
            inbox.writable();
        }
    }

    private void forget() {
        outgoing.clear();
        arrived.clear();
        queued = 0;
        unflushed = 0;
    }
}
