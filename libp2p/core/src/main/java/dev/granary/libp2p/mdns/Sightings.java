package dev.granary.libp2p.mdns;

import dev.granary.libp2p.multiformats.Multiaddr;
import dev.granary.libp2p.multiformats.PeerId;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which peers were told of already: again only when something has changed, or when they have not been for some time. A
 * neighbour that makes peers up fills a bound, not memory, and is not passed on faster than that.
 */
final class Sightings {
    private static final int MOST = 512;

    private final Map<PeerId, Sighting> known = new LinkedHashMap<>();
    private final long again;

    Sightings(Duration again) {
        this.again = again.toNanos();
    }

    private record Sighting(List<Multiaddr> addresses, long at) {}

    boolean isNews(PeerId peer, List<Multiaddr> addresses, long nanoTime) {
        known.values().removeIf(sighting -> nanoTime - sighting.at() >= again);
        Sighting before = known.get(peer);
        boolean same = before != null && before.addresses().equals(addresses);
        boolean tooMany = before == null && known.size() >= MOST;
        if (same || tooMany) {
            return false;
        }
        known.put(peer, new Sighting(List.copyOf(addresses), nanoTime));
        return true;
    }
}
