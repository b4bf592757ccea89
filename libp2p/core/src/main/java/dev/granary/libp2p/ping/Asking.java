package dev.granary.libp2p.ping;

import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.P2pException;
import dev.granary.libp2p.loop.Loop;
import dev.granary.libp2p.stream.ByteStream;
import dev.granary.libp2p.stream.Closing;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One ping on its way. */
final class Asking implements ByteStream.Receiver {
    private final ByteStream stream;
    private final byte[] payload;
    private final CompletableFuture<Duration> result;
    private final long sentNanos;
    private int matched;
    private Loop.@Nullable Timer deadline;

    Asking(ByteStream stream, byte[] payload, CompletableFuture<Duration> result) {
        this.stream = stream;
        this.payload = payload.clone();
        this.result = result;
        this.sentNanos = stream.loop().nanoTime();
    }

    Asking begin(Duration timeout) {
        deadline = stream.loop()
                .schedule(
                        timeout,
                        () -> fail(P2pError.TIMEOUT, "No answer to a ping within " + timeout.toMillis() + " ms."));
        stream.write(ByteBuffer.wrap(payload));
        stream.flush();
        return this;
    }

    @Override
    public void received(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            if (matched == payload.length || bytes.get() != payload[matched]) {
                bytes.position(bytes.limit());
                fail(P2pError.PROTOCOL_VIOLATION, "A ping was answered with other bytes.");
                return;
            }
            matched++;
        }
        if (matched == payload.length && !result.isDone()) {
            stream.end();
            result.complete(Duration.ofNanos(stream.loop().nanoTime() - sentNanos));
        }
    }

    private void fail(P2pError error, String detail) {
        result.completeExceptionally(new P2pException(error, detail));
        stream.reset(0);
    }

    @Override
    public void ended() {
        if (!result.isDone()) {
            fail(P2pError.PROTOCOL_VIOLATION, "The remote ended the stream instead of answering a ping.");
        }
    }

    @Override
    public void closed(Closing closing) {
        if (deadline != null) {
            deadline.cancel();
        }
        result.completeExceptionally(closing.asException());
    }
}
