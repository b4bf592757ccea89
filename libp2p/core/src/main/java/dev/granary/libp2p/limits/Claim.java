package dev.granary.libp2p.limits;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** What was taken in some scopes, until it is given back. May be used from any thread. */
public final class Claim {
    private final Resource resource;
    private final long amount;
    private final AtomicReference<List<ResourceScope>> scopes;

    Claim(Resource resource, long amount, List<ResourceScope> scopes) {
        this.resource = resource;
        this.amount = amount;
        this.scopes = new AtomicReference<>(List.copyOf(scopes));
    }

    /** Gives all of it back; without effect when it was given back before. */
    public void release() {
        for (ResourceScope scope : scopes.getAndSet(List.of())) {
            scope.giveBack(resource, amount);
        }
    }
}
