package dev.granary.libp2p.peer.traffic;

import dev.granary.libp2p.host.Connection;
import dev.granary.libp2p.host.P2pStream;
import dev.granary.libp2p.host.ProtocolHandler;
import dev.granary.libp2p.peer.line.Refusal;
import dev.granary.libp2p.stream.ByteStream;
import dev.granary.libp2p.stream.Closing;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** {@code /perf/1.0.0}: so many bytes there, and only when all are there, so many bytes back. */
public final class Perf implements ProtocolHandler {
    public static final String PROTOCOL = "/perf/1.0.0";

    /** How long each direction took; the first ends when our last byte was taken. */
    public record Times(Duration upload, Duration download) {}

    /** Sends {@code upload} bytes, then takes {@code download} bytes. */
    public static CompletableFuture<Times> run(Connection connection, long upload, long download) {
        return Exchange.over(connection, PROTOCOL, (stream, result) -> new Asking(stream, upload, download, result));
    }

    @Override
    public void opened(P2pStream stream) {
        stream.start(new Serving(stream));
    }

    private static final class Serving implements ByteStream.Receiver {
        private final ByteStream stream;
        private final ByteBuffer wanted = ByteBuffer.allocate(Long.BYTES);
        private @Nullable PatternSender sender;

        Serving(ByteStream stream) {
            this.stream = stream;
        }

        @Override
        public void received(ByteBuffer bytes) {
            while (wanted.hasRemaining() && bytes.hasRemaining()) {
                wanted.put(bytes.get());
            }
            bytes.position(bytes.limit());
        }

        @Override
        public void ended() {
            if (wanted.hasRemaining() || wanted.getLong(0) < 0) {
                stream.reset(0);
                return;
            }
            sender = new PatternSender(stream, wanted.getLong(0), () -> {});
            sender.writeOn();
        }

        @Override
        public void writable() {
            if (sender != null) {
                sender.writeOn();
            }
        }

        @Override
        public void closed(Closing closing) {}
    }

    private static final class Asking implements Exchange {
        private final ByteStream stream;
        private final long download;
        private final CompletableFuture<Times> result;
        private final PatternSender sender;
        private final long begun;
        private long uploaded;
        private long received;

        Asking(ByteStream stream, long upload, long download, CompletableFuture<Times> result) {
            this.stream = stream;
            this.download = download;
            this.result = result;
            this.begun = stream.loop().nanoTime();
            this.sender = new PatternSender(
                    stream, upload, () -> uploaded = stream.loop().nanoTime());
        }

        @Override
        public void begin() {
            stream.write(ByteBuffer.allocate(Long.BYTES).putLong(download).flip());
            sender.writeOn();
        }

        @Override
        public void writable() {
            sender.writeOn();
        }

        @Override
        public void received(ByteBuffer bytes) {
            received += bytes.remaining();
            bytes.position(bytes.limit());
        }

        @Override
        public void ended() {
            if (received == download) {
                long now = stream.loop().nanoTime();
                result.complete(new Times(Duration.ofNanos(uploaded - begun), Duration.ofNanos(now - uploaded)));
            } else {
                result.completeExceptionally(new Refusal("corrupt", received + " of " + download + " bytes came."));
            }
        }

        @Override
        public void closed(Closing closing) {
            result.completeExceptionally(closing.asException());
        }
    }
}
