package dev.granary.libp2p.peer.traffic;

import dev.granary.libp2p.host.Connection;
import dev.granary.libp2p.host.P2pStream;
import dev.granary.libp2p.host.ProtocolHandler;
import dev.granary.libp2p.stream.ByteStream;
import dev.granary.libp2p.stream.Closing;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;

/** {@code /granary/reset/1.0.0}: whoever serves it aborts the stream at the first byte. */
public final class Abort implements ProtocolHandler {
    public static final String PROTOCOL = "/granary/reset/1.0.0";
    private static final int SIZE = 1024;

    /** Aborts a stream that is under way: an echo, once its first bytes have come back. Tells how our side saw its end. */
    public static CompletableFuture<String> byUs(Connection connection) {
        return Exchange.over(connection, Echo.PROTOCOL, (stream, result) -> new Watching(stream, true, result));
    }

    /** Lets the remote abort a stream. Tells how our side saw its end. */
    public static CompletableFuture<String> byRemote(Connection connection) {
        return Exchange.over(connection, PROTOCOL, (stream, result) -> new Watching(stream, false, result));
    }

    @Override
    public void opened(P2pStream stream) {
        stream.start(new ByteStream.Receiver() {
            @Override
            public void received(ByteBuffer bytes) {
                bytes.position(bytes.limit());
                stream.reset(0);
            }

            @Override
            public void ended() {
                stream.end();
            }

            @Override
            public void closed(Closing closing) {}
        });
    }

    private static final class Watching implements Exchange {
        private final ByteStream stream;
        private final boolean aborts;
        private final CompletableFuture<String> result;

        Watching(ByteStream stream, boolean aborts, CompletableFuture<String> result) {
            this.stream = stream;
            this.aborts = aborts;
            this.result = result;
        }

        @Override
        public void begin() {
            stream.write(Pattern.copy(0, SIZE));
            stream.flush();
        }

        @Override
        public void received(ByteBuffer bytes) {
            bytes.position(bytes.limit());
            if (aborts) {
                stream.reset(0);
            }
        }

        @Override
        public void ended() {
            result.complete("end");
        }

        @Override
        public void closed(Closing closing) {
            // Our own abort comes back as a failure; without one it is the connection that went.
            boolean reset = aborts || closing instanceof Closing.RemoteReset;
            result.complete(closing instanceof Closing.Complete ? "end" : reset ? "reset" : "failure");
        }
    }
}
