package dev.granary.libp2p.peer.traffic;

import dev.granary.libp2p.host.Connection;
import dev.granary.libp2p.host.P2pStream;
import dev.granary.libp2p.host.ProtocolHandler;
import dev.granary.libp2p.peer.line.Refusal;
import dev.granary.libp2p.stream.ByteStream;
import dev.granary.libp2p.stream.Closing;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;

/** {@code /granary/echo/1.0.0}: each byte comes back as it is, and the end after them. */
public final class Echo implements ProtocolHandler {
    public static final String PROTOCOL = "/granary/echo/1.0.0";

    private final LongAdder completed = new LongAdder();
    private final LongAdder aborted = new LongAdder();

    /** Sends {@code total} bytes and compares what comes back. Fails with a {@link Refusal} when it differs. */
    public static CompletableFuture<Long> send(Connection connection, long total) {
        return Exchange.over(connection, PROTOCOL, (stream, result) -> new Asking(stream, total, result));
    }

    @Override
    public void opened(P2pStream stream) {
        stream.start(new Serving(stream));
    }

    /** Streams of others that ended well. */
    public long completed() {
        return completed.sum();
    }

    /** Streams of others that did not. */
    public long aborted() {
        return aborted.sum();
    }

    private final class Serving implements ByteStream.Receiver {
        private final ByteStream stream;

        Serving(ByteStream stream) {
            this.stream = stream;
        }

        @Override
        public void received(ByteBuffer bytes) {
            if (!stream.write(ByteBuffer.allocate(bytes.remaining()).put(bytes).flip())) {
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
        public void closed(Closing closing) {
            (closing instanceof Closing.Complete ? completed : aborted).increment();
        }
    }

    private static final class Asking implements Exchange {
        private final CompletableFuture<Long> result;
        private final long total;
        private final PatternSender sender;
        private long received;

        Asking(ByteStream stream, long total, CompletableFuture<Long> result) {
            this.result = result;
            this.total = total;
            this.sender = new PatternSender(stream, total, () -> {});
        }

        @Override
        public void begin() {
            sender.writeOn();
        }

        @Override
        public void writable() {
            sender.writeOn();
        }

        @Override
        public void received(ByteBuffer bytes) {
            int length = bytes.remaining();
            if (!Pattern.matches(bytes, received)) {
                result.completeExceptionally(new Refusal(
                        "corrupt", "The echo differs between bytes " + received + " and " + (received + length) + "."));
            }
            received += length;
        }

        @Override
        public void ended() {
            if (received == total) {
                result.complete(total);
            } else {
                result.completeExceptionally(new Refusal("corrupt", received + " of " + total + " bytes came back."));
            }
        }

        @Override
        public void closed(Closing closing) {
            result.completeExceptionally(closing.asException());
        }
    }
}
