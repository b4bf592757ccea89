package dev.granary.libp2p.peer.traffic;

import dev.granary.libp2p.host.Connection;
import dev.granary.libp2p.host.P2pStream;
import dev.granary.libp2p.stream.ByteStream;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;

/** What the side that opened a stream does on it. Completes the future that it was made with. */
interface Exchange extends ByteStream.Receiver {
    /** Writes the first bytes. */
    void begin();

    /** Opens a stream for {@code protocol} and does {@code kind} on it. Cancelling the future aborts the stream. */
    static <T> CompletableFuture<T> over(
            Connection connection, String protocol, BiFunction<P2pStream, CompletableFuture<T>, Exchange> kind) {
        CompletableFuture<T> result = new CompletableFuture<>();
        connection.open(List.of(protocol)).whenComplete((stream, failure) -> {
            if (failure != null) {
                result.completeExceptionally(failure);
                return;
            }
            Exchange exchange = kind.apply(stream, result);
            stream.start(exchange);
            exchange.begin();
            var _ = result.whenComplete((value, why) -> {
                if (why != null) {
                    stream.loop().execute(() -> stream.reset(0));
                }
            });
        });
        return result;
    }
}
