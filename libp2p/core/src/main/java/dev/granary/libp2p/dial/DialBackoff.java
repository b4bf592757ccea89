package dev.granary.libp2p.dial;

import dev.granary.libp2p.multiformats.Multiaddr;
import dev.granary.libp2p.multiformats.PeerId;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Remembers which addresses failed, so that they are left alone for a while that grows with each failure. The longest
 * remembered goes first when there are too many.
 */
public final class DialBackoff {
    private static final int MOST_ENTRIES = 4096;

    private final Duration base;
    private final Duration step;
    private final Duration longest;
    private final Map<Target, Failures> failed = new LinkedHashMap<>();

    /**
     * @param base after the first failure
     * @param step times the square of the further failures, on top
     */
    public DialBackoff(Duration base, Duration step, Duration longest) {
        this.base = base;
        this.step = step;
        this.longest = longest;
    }

    private record Target(PeerId peer, Multiaddr address) {}

    private record Failures(int count, Instant until) {}

    /** Whether {@code address} should be left alone for now. */
    public boolean isResting(PeerId peer, Multiaddr address, Instant now) {
        Failures before = failed.get(new Target(peer, address));
        return before != null && now.isBefore(before.until());
    }

    /** A dial has failed. */
    public void failed(PeerId peer, Multiaddr address, Instant now) {
        Target target = new Target(peer, address);
        Failures before = failed.remove(target);
        int count = before == null || now.isAfter(before.until().plus(longest)) ? 0 : before.count() + 1;
        Duration rest = base.plus(step.multipliedBy((long) count * count));
        failed.put(target, new Failures(count, now.plus(rest.compareTo(longest) < 0 ? rest : longest)));
        if (failed.size() > MOST_ENTRIES) {
            failed.remove(failed.keySet().iterator().next());
        }
    }

    /** A dial has led to a connection. */
    public void succeeded(PeerId peer, Multiaddr address) {
        failed.remove(new Target(peer, address));
    }
}
