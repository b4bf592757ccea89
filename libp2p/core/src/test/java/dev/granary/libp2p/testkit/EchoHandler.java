package dev.granary.libp2p.testkit;

import dev.granary.libp2p.host.P2pStream;
import dev.granary.libp2p.host.ProtocolHandler;
import dev.granary.libp2p.stream.ByteStream;
import dev.granary.libp2p.stream.Closing;
import java.nio.ByteBuffer;

/** Sends back what comes, ends when the remote does, and reads no faster than it can write. */
public final class EchoHandler implements ProtocolHandler {
    public static final String PROTOCOL = "/test/echo/1.0.0";

    @Override
    public void opened(P2pStream stream) {
        stream.start(new Echoing(stream));
    }

    private record Echoing(ByteStream stream) implements ByteStream.Receiver {
        @Override
        public void received(ByteBuffer bytes) {
            ByteBuffer copy = ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
            if (!stream.write(copy)) {
                stream.flush();
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
}
