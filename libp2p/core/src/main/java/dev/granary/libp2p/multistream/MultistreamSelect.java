package dev.granary.libp2p.multistream;

import dev.granary.libp2p.stream.ByteStream;
import dev.granary.libp2p.stream.Closing;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

/**
 * Agrees with the remote on a protocol. To be called on the stream's loop, before anything was read from it.
 *
 * <p>A stage completes on the loop, within the call that brought the answer. The stream is paused then, and whoever
 * {@linkplain ByteStream#start starts} it gets all that came behind the agreement. A failed negotiation has reset the stream,
 * and its stage fails with a {@link dev.granary.libp2p.P2pException}: {@code NOT_SUPPORTED}, {@code TIMEOUT},
 * {@code MALFORMED}, {@code PROTOCOL_VIOLATION}, {@code LIMIT}, or what closed the stream.
 */
public final class MultistreamSelect {
    /** The time that implementations give each other. */
    public static final Duration USUAL_TIMEOUT = Duration.ofSeconds(10);

    private final Duration timeout;

    /** @param timeout how long one negotiation may take */
    public MultistreamSelect(Duration timeout) {
        this.timeout = timeout;
    }

    /** Proposes {@code protocols} in this order until the remote accepts one. */
    public CompletionStage<String> propose(ByteStream stream, List<String> protocols) {
        Proposing dialogue = new Proposing(protocols);
        CompletionStage<String> result = negotiate(stream, dialogue);
        stream.write(Message.encode(dialogue.opening()));
        stream.flush();
        return result;
    }

    /**
     * Proposes one protocol and goes on as if it was accepted: saves a round trip. Nothing is flushed yet, so that the
     * proposal and what is written next leave together. When the remote refuses, the returned stream closes with
     * {@code NOT_SUPPORTED}; when {@code stream} was used up by that, a new one is needed for another proposal.
     */
    public ByteStream proposeLazily(ByteStream stream, String protocol) {
        Proposing dialogue = new Proposing(List.of(protocol));
        LazyStream lazy = new LazyStream(stream);
        Negotiation negotiation = new Negotiation(stream, dialogue, lazy, timeout);
        stream.write(Message.encode(dialogue.opening()));
        stream.start(negotiation);
        return lazy;
    }

    /** Waits for the remote's proposals and accepts the first that is {@code supported}, compared as a whole. */
    public CompletionStage<String> respond(ByteStream stream, Predicate<String> supported) {
        return negotiate(stream, new Responding(supported));
    }

    private CompletionStage<String> negotiate(ByteStream stream, Dialogue dialogue) {
        CompletableFuture<String> result = new CompletableFuture<>();
        stream.start(new Negotiation(
                stream,
                dialogue,
                new Negotiation.Outcome() {
                    @Override
                    public void agreed(String protocol) {
                        result.complete(protocol);
                    }

                    @Override
                    public void failed(Closing why) {
                        result.completeExceptionally(why.asException());
                    }
                },
                timeout));
        return result.minimalCompletionStage();
    }
}
