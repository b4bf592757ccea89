package dev.granary.libp2p.transport;

import dev.granary.libp2p.multiformats.Multiaddr;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Finds the numbers behind names: {@code /dns4/example.org/tcp/1} is {@code /ip4/../tcp/1}. */
@FunctionalInterface
public interface NameResolver {
    /** Knows no name. */
    NameResolver NONE = named -> CompletableFuture.completedStage(List.of());

    /**
     * What {@code named}, which begins with a name, stands for, names again perhaps; nothing when the name is not known. Never
     * fails.
     */
    CompletionStage<List<Multiaddr>> resolve(Multiaddr named);
}
