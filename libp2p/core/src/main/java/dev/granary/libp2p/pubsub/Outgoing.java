package dev.granary.libp2p.pubsub;

import dev.granary.libp2p.host.P2pStream;
import dev.granary.libp2p.stream.ByteStream;
import dev.granary.libp2p.stream.Closing;
import dev.granary.libp2p.stream.Frames;
import java.nio.ByteBuffer;

/** Writes to one peer, one RPC at a time. Lives on the stream's loop; nothing is read. */
final class Outgoing implements ByteStream.Receiver {
    private final P2pStream stream;
    private final Owner owner;
    private boolean full;

    /** Learns how writing goes. Called on the stream's loop. */
    interface Owner {
        void writable(Outgoing from);

        void closed(Outgoing from);
    }

    Outgoing(P2pStream stream, Owner owner) {
        this.stream = stream;
        this.owner = owner;
    }

    P2pStream stream() {
        return stream;
    }

    /** Writes {@code rpc}, and tells once there is room for the next one. From any thread. */
    void write(byte[] rpc) {
        Turns.on(stream.loop(), () -> {
            boolean more = Frames.write(stream, rpc);
            stream.flush();
            if (more) {
                owner.writable(this);
            } else {
                full = true;
            }
        });
    }

    /** Ends the stream behind what was written. From any thread. */
    void end() {
        Turns.on(stream.loop(), stream::end);
    }

    /** From any thread. */
    void reset() {
        Turns.on(stream.loop(), () -> stream.reset(0));
    }

    @Override
    public void writable() {
        if (full) {
            full = false;
            owner.writable(this);
        }
    }

    @Override
    public void received(ByteBuffer bytes) {
        bytes.position(bytes.limit());
    }

    @Override
    public void ended() {}

    @Override
    public void closed(Closing closing) {
        owner.closed(this);
    }
}
