package dev.granary.libp2p.pubsub;

import dev.granary.libp2p.host.Connection;
import dev.granary.libp2p.host.P2pStream;
import dev.granary.libp2p.loop.Loop;
import dev.granary.libp2p.multiformats.PeerId;
import dev.granary.libp2p.pubsub.router.Outlet;
import dev.granary.libp2p.pubsub.wire.OutQueue;
import dev.granary.libp2p.pubsub.wire.Piece;
import dev.granary.libp2p.pubsub.wire.Version;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A connected peer that speaks pubsub: the stream that we write to it on, opened again whenever it fails, what waits for
 * it, and the stream that it writes to us on. Confined to the host's loop.
 */
final class Neighbour implements Outlet, Outgoing.Owner {
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final int MOST_DOUBLINGS = 6;

    private final PeerId peer;
    private final Loop loop;
    private final OutQueue queue;
    private final Owner owner;
    private @Nullable Outgoing outgoing;
    private @Nullable Incoming incoming;
    private Loop.@Nullable Timer opening;
    private boolean writable;
    private boolean dirty;
    private boolean known;
    private boolean gone;
    private int failures;

    /** Who has neighbours. */
    interface Owner {
        /** The connection to write on. */
        Optional<Connection> connection(PeerId peer);

        /** Something waits to be flushed. */
        void dirty(Neighbour neighbour);

        void dropped(Neighbour neighbour, Piece.Kind kind);

        /** The peer takes our stream, of this version; {@code again} if there was one before. */
        void opened(Neighbour neighbour, Version version, boolean again);
    }

    Neighbour(PeerId peer, Loop loop, OutQueue.Limits limits, Owner owner) {
        this.peer = peer;
        this.loop = loop;
        this.queue = new OutQueue(limits);
        this.owner = owner;
    }

    PeerId peer() {
        return peer;
    }

    /** Opens a stream to the peer, again and again until there is one. */
    void open() {
        opening = null;
        Optional<Connection> connection = owner.connection(peer);
        if (gone || connection.isEmpty()) {
            return;
        }
        connection.get().open(Version.protocols(), this::begin).whenComplete((stream, failure) -> {
            if (failure != null) {
                Turns.on(loop, this::failed);
            }
        });
    }

    /** On the stream's loop. */
    private void begin(P2pStream stream) {
        Outgoing opened = new Outgoing(stream, this);
        stream.start(opened);
        Turns.on(loop, () -> begun(opened));
    }

    private void begun(Outgoing opened) {
        if (gone || outgoing != null) {
            opened.reset();
            return;
        }
        outgoing = opened;
        writable = true;
        Version version = Version.of(opened.stream().protocol()).orElse(Version.FLOODSUB);
        owner.opened(this, version, known);
        known = true;
        flush();
    }

    private void failed() {
        if (gone || opening != null || outgoing != null) {
            return;
        }
        opening = loop.schedule(FIRST_PAUSE.multipliedBy(1L << Math.min(failures, MOST_DOUBLINGS)), this::open);
        failures++;
    }

    @Override
    public void closed(Outgoing from) {
        Turns.on(loop, () -> {
            if (outgoing == from) {
                outgoing = null;
                writable = false;
                failed();
            }
        });
    }

    /** The peer writes on {@code stream} from now on, and no longer on any before. */
    void readOn(Incoming stream) {
        Incoming before = incoming;
        incoming = stream;
        if (before != null) {
            reset(before);
        }
    }

    boolean isReadOn(Incoming stream) {
        return incoming == stream;
    }

    private static void reset(Incoming stream) {
        P2pStream bytes = stream.stream();
        Turns.on(bytes.loop(), () -> bytes.reset(0));
    }

    @Override
    public void send(Piece piece) {
        switch (queue.offer(piece)) {
            case QUEUED -> markDirty();
            case DROPPED -> {
                owner.dropped(this, piece.kind());
                markDirty();
            }
            case OVERFLOW -> {
                owner.dropped(this, piece.kind());
                cutOff();
            }
        }
    }

    private void markDirty() {
        if (!dirty) {
            dirty = true;
            owner.dirty(this);
        }
    }

    /** It takes nothing: all that waits is lost, and another stream may fare better. */
    private void cutOff() {
        queue.clear();
        failures = Math.max(failures, 1);
        if (outgoing != null) {
            outgoing.reset();
        }
    }

    /** Writes what waits, as far as it is taken. */
    void flush() {
        dirty = false;
        while (writable && outgoing != null) {
            Optional<byte[]> rpc = queue.poll();
            if (rpc.isEmpty()) {
                return;
            }
            writable = false;
            outgoing.write(rpc.get());
        }
    }

    @Override
    public void writable(Outgoing from) {
        if (loop.isCurrent()) {
            room(from);
        } else {
            loop.execute(() -> room(from));
        }
    }

    private void room(Outgoing from) {
        if (outgoing == from) {
            writable = true;
            failures = 0;
            markDirty();
        }
    }

    /** Ends both streams, ours after what was written. */
    void leave() {
        gone = true;
        queue.clear();
        if (opening != null) {
            opening.cancel();
        }
        if (outgoing != null) {
            outgoing.end();
            outgoing = null;
        }
        if (incoming != null) {
            reset(incoming);
            incoming = null;
        }
    }

    int waiting() {
        return queue.size();
    }
}
