package dev.granary.libp2p.limits;

import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.P2pException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts what one holder uses: the whole host, all that is not yet authenticated, one peer, one protocol, one connection.
 * Its counters are atomic, since the connections of a peer live on several loops.
 */
public final class ResourceScope {
    private final String name;
    private final ScopeLimits limits;
    private final Map<Resource, AtomicLong> used = new EnumMap<>(Resource.class);

    /** @param name for messages; never what a remote chose freely */
    public ResourceScope(String name, ScopeLimits limits) {
        this.name = name;
        this.limits = limits;
        for (Resource resource : Resource.values()) {
            used.put(resource, new AtomicLong());
        }
    }

    /**
     * Takes {@code amount} in all {@code scopes}, or in none.
     *
     * @throws P2pException {@code LIMIT}, naming the scope that is full
     */
    public static Claim claim(Resource resource, long amount, List<ResourceScope> scopes) throws P2pException {
        for (int i = 0; i < scopes.size(); i++) {
            if (!scopes.get(i).tryTake(resource, amount)) {
                scopes.subList(0, i).forEach(taken -> taken.giveBack(resource, amount));
                throw new P2pException(
                        P2pError.LIMIT,
                        "No more " + resource + " in scope " + scopes.get(i).name + ", limit "
                                + scopes.get(i).limits.of(resource) + ".");
            }
        }
        return new Claim(resource, amount, scopes);
    }

    /** What is in use now. */
    public long used(Resource resource) {
        return counter(resource).get();
    }

    /** Whether nothing is in use. */
    public boolean isIdle() {
        return used.values().stream().allMatch(count -> count.get() == 0);
    }

    private AtomicLong counter(Resource resource) {
        return Objects.requireNonNull(used.get(resource));
    }

    private boolean tryTake(Resource resource, long amount) {
        long limit = limits.of(resource);
        AtomicLong counter = counter(resource);
        long before = counter.get();
        while (before + amount <= limit) {
            if (counter.compareAndSet(before, before + amount)) {
                return true;
            }
            before = counter.get();
        }
        return false;
    }

    void giveBack(Resource resource, long amount) {
        counter(resource).addAndGet(-amount);
    }

    @Override
    public String toString() {
        return name;
    }
}
