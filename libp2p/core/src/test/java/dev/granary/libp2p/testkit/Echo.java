package dev.granary.libp2p.testkit;

import dev.granary.libp2p.stream.ByteStream;
import dev.granary.libp2p.stream.Closing;
import java.nio.ByteBuffer;

/** Sends back what comes, no faster than it is taken, and ends when the remote has. */
public final class Echo implements ByteStream.Receiver {
    private final ByteStream stream;

    public Echo(ByteStream stream) {
        this.stream = stream;
    }

    @Override
    public void received(ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        if (!stream.write(ByteBuffer.wrap(copy))) {
            stream.pause();
        }
    }

    @Override
    public void receivedAll() {
        stream.flush();
    }

    @Override
    public void writable() {
        stream.resume();
    }

    @Override
    public void ended() {
        stream.end();
    }

    @Override
    public void closed(Closing closing) {}
}
