package dev.granary.libp2p.pubsub;

import dev.granary.libp2p.pubsub.router.Verdict;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Decides whether a message is delivered and passed on. Called on the host's loop, so it must not block. */
@FunctionalInterface
public interface Validator {
    /** Takes every message. */
    Validator ACCEPTING = of(message -> Verdict.ACCEPT);

    /**
     * What becomes of {@code message}, whose signature is good. The stage may be completed from any thread; one that fails
     * or takes too long is {@link Verdict#IGNORE}.
     */
    CompletionStage<Verdict> validate(GossipMessage message);

    /** One that knows at once. */
    static Validator of(Function<GossipMessage, Verdict> decision) {
        return message -> CompletableFuture.completedFuture(decision.apply(message));
    }
}
