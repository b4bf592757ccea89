package dev.granary.libp2p.host;

import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.P2pException;
import dev.granary.libp2p.stream.Closing;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;

/** Between the ways in which a failure shows. */
final class Failures {
    private Failures() {}

    /** What a stage has failed with. */
    static P2pException of(Throwable thrown) {
        return switch (thrown) {
            case P2pException known -> known;
            case CompletionException wrapped when wrapped.getCause() != null -> of(wrapped.getCause());
            case CancellationException cancelled ->
                new P2pException(P2pError.CANCELLED, "The request was taken back.", cancelled);
            default -> new P2pException(P2pError.INTERNAL, "A fault on our side: " + thrown, thrown);
        };
    }

    static Closing.Failed closing(P2pException why) {
        return new Closing.Failed(why.error(), why.detail());
    }

    static P2pException timeout(String what, Duration after) {
        return new P2pException(P2pError.TIMEOUT, what + " took longer than " + after.toMillis() + " ms.");
    }
}
