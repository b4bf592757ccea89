package dev.granary.fetchverify.upstream.wire;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Turns host names into addresses, once: what was checked is what gets connected to.
 *
 * <p>Only hosts that configuration names are asked for, which bounds the memory of past answers.
 */
public final class Addresses {
    private static final Duration BELIEVED = Duration.ofSeconds(30);

    private record Known(List<InetAddress> addresses, Instant until) {}

    private final Resolver resolver;
    private final InstantSource clock;
    private final Map<String, Known> known = new ConcurrentHashMap<>();

    public Addresses(Resolver resolver, InstantSource clock) {
        this.resolver = resolver;
        this.clock = clock;
    }

    /**
     * The addresses of {@code host}, in the resolver's order; at least one.
     *
     * @throws IOException when there is none or the resolver takes longer than {@code patience}; its message is half a
     *     sentence
     */
    public List<InetAddress> of(String host, Duration patience) throws IOException {
        Instant now = clock.instant();
        Known held = known.get(host);
        if (held != null && now.isBefore(held.until())) {
            return held.addresses();
        }
        List<InetAddress> fresh = ask(host, patience);
        known.put(host, new Known(fresh, now.plus(BELIEVED)));
        return fresh;
    }

    /** Puts {@code address} of {@code host} last: nothing answers there, another one may do better. */
    public void demote(String host, String address) {
        known.computeIfPresent(host, (_, held) -> {
            List<InetAddress> reordered = new ArrayList<>(held.addresses());
            reordered.sort(Comparator.comparing(each -> each.getHostAddress().equals(address)));
            return new Known(List.copyOf(reordered), held.until());
        });
    }

    private List<InetAddress> ask(String host, Duration patience) throws IOException {
        FutureTask<List<InetAddress>> task = new FutureTask<>(() -> List.copyOf(resolver.resolve(host)));
        Thread.ofVirtual().name("resolve " + host).start(task);
        try {
            List<InetAddress> found = task.get(patience.toNanos(), TimeUnit.NANOSECONDS);
            if (found.isEmpty()) {
                throw new IOException("its name has no address");
            }
            return found;
        } catch (TimeoutException e) {
            throw new IOException("its name could not be resolved in time", e);
        } catch (ExecutionException e) {
            throw new IOException("its name could not be resolved", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the request was interrupted", e);
        }
    }
}
