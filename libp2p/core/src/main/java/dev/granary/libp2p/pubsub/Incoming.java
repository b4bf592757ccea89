package dev.granary.libp2p.pubsub;

import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.P2pException;
import dev.granary.libp2p.host.P2pStream;
import dev.granary.libp2p.pubsub.wire.Rpc;
import dev.granary.libp2p.pubsub.wire.RpcLimits;
import dev.granary.libp2p.stream.Closing;
import dev.granary.libp2p.stream.Frames;

/** Reads what one peer sends. Lives on the stream's loop; RPCs are handed over as far as they are taken. */
final class Incoming implements Frames.Reader {
    /** Bytes that are read and not yet taken, from which on reading waits. */
    private static final int MOST_WAITING = 2 * 1024 * 1024;

    private final P2pStream stream;
    private final RpcLimits limits;
    private final Owner owner;
    private int waiting;

    /** Takes what was read. Called on the stream's loop. */
    interface Owner {
        /**
         * Takes {@code rpc}.
         *
         * @param taken to be run, on any thread, when {@code rpc} was dealt with */
        void received(Incoming from, Rpc rpc, Runnable taken);

        /** The stream is over; {@code refused} if for what the peer sent. */
        void closed(Incoming from, boolean refused);
    }

    Incoming(P2pStream stream, RpcLimits limits, Owner owner) {
        this.stream = stream;
        this.limits = limits;
        this.owner = owner;
    }

    void start() {
        stream.start(new Frames(stream, limits.bytes(), this));
    }

    P2pStream stream() {
        return stream;
    }

    @Override
    public void message(byte[] bytes) throws P2pException {
        Rpc rpc = Rpc.decode(bytes, limits);
        waiting += bytes.length;
        if (waiting > MOST_WAITING) {
            stream.pause();
        }
        owner.received(this, rpc, () -> Turns.on(stream.loop(), () -> taken(bytes.length)));
    }

    private void taken(int bytes) {
        boolean waited = waiting > MOST_WAITING;
        waiting -= bytes;
        if (waited && waiting <= MOST_WAITING) {
            stream.resume();
        }
    }

    @Override
    public void ended() {
        stream.end();
    }

    @Override
    public void closed(Closing closing) {
        boolean refused = closing instanceof Closing.Failed failed
                && (failed.error() == P2pError.MALFORMED || failed.error() == P2pError.LIMIT);
        owner.closed(this, refused);
    }
}
