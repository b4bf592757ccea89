package dev.granary.libp2p.identify;

import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.P2pException;
import dev.granary.libp2p.loop.Loop;
import dev.granary.libp2p.stream.ByteStream;
import dev.granary.libp2p.stream.Closing;
import dev.granary.libp2p.stream.Frames;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Reads all messages of one stream up to its end as one. Confined to the stream's loop. */
final class Exchange implements Frames.Reader {
    private static final int LONGEST_MESSAGE = 8 * 1024;
    private static final int MOST_MESSAGES = 10;

    private final ByteStream stream;
    private final CompletableFuture<IdentifyMessage> result = new CompletableFuture<>();
    private IdentifyMessage merged = IdentifyMessage.EMPTY;
    private int messages;
    private Loop.@Nullable Timer deadline;

    private Exchange(ByteStream stream) {
        this.stream = stream;
    }

    /** What {@code stream} brings within {@code timeout}. To be called on its loop, where the stage completes. */
    static CompletionStage<IdentifyMessage> read(ByteStream stream, Duration timeout) {
        Exchange exchange = new Exchange(stream);
        exchange.deadline = stream.loop().schedule(timeout, exchange::tooLate);
        stream.start(new Frames(stream, LONGEST_MESSAGE, exchange));
        return exchange.result;
    }

    private void tooLate() {
        result.completeExceptionally(
                new P2pException(P2pError.TIMEOUT, "The remote took too long to identify itself."));
        stream.reset(0);
    }

    @Override
    public void message(byte[] bytes) throws P2pException {
        messages++;
        if (messages > MOST_MESSAGES) {
            throw new P2pException(P2pError.LIMIT, "More than " + MOST_MESSAGES + " identify messages.");
        }
        merged = merged.mergedWith(IdentifyMessage.decode(bytes));
    }

    @Override
    public void ended() {
        stream.end();
        if (messages == 0) {
            result.completeExceptionally(new P2pException(P2pError.MALFORMED, "The remote sent no identify message."));
        } else {
            result.complete(merged);
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
