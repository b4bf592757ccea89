package dev.granary.libp2p.limits;

import dev.granary.libp2p.multiformats.Multiaddr;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Counts connections by where they come from. Confined to one loop; times are its nanoseconds. */
public final class IpGate {
    private static final int IP4_BITS = 32;
    private static final int IP6_SITE_BITS = 56;
    private static final int IP6_NETWORK_BITS = 48;
    private static final int MOST_SOURCES = 16 * 1024;

    private final IpLimits limits;
    private final Map<IpGroup, Integer> connections = new HashMap<>();
    /** When the next arrival would be due had each kept its interval; the longest untouched first. */
    private final Map<IpGroup, Long> due = new LinkedHashMap<>();

    public IpGate(IpLimits limits) {
        this.limits = limits;
    }

    /** Whether one more arrival from {@code remote} is within the rate; counts it. */
    public boolean admitsArrival(Multiaddr remote, long nanoTime) {
        Optional<InetAddress> ip = counted(remote);
        if (ip.isEmpty()) {
            return true;
        }
        IpGroup source = groups(ip.get()).getFirst().group();
        long interval = limits.arrivalInterval().toNanos();
        Long before = due.remove(source);
        long next = (before == null || before - nanoTime < 0 ? nanoTime : before) + interval;
        boolean within = next - nanoTime <= interval * limits.arrivalsAtOnce();
        due.put(source, within ? next : next - interval);
        if (due.size() > MOST_SOURCES) {
            due.remove(due.keySet().iterator().next());
        }
        return within;
    }

    /** Takes a place for a connection with {@code remote}; empty when its part of the address space has enough. */
    public Optional<Place> enter(Multiaddr remote) {
        Optional<InetAddress> ip = counted(remote);
        if (ip.isEmpty()) {
            return Optional.of(new Place(List.of()));
        }
        List<Quota> groups = groups(ip.get());
        for (Quota quota : groups) {
            if (connections.getOrDefault(quota.group(), 0) >= quota.most()) {
                return Optional.empty();
            }
        }
        groups.forEach(quota -> connections.merge(quota.group(), 1, Integer::sum));
        return Optional.of(new Place(groups));
    }

    /** Gives a place back, once. */
    public void leave(Place place) {
        for (Quota quota : place.groups) {
            connections.computeIfPresent(quota.group(), (group, count) -> count == 1 ? null : count - 1);
        }
    }

    /** How many places are taken, over all addresses that are counted. */
    public int groupsInUse() {
        return connections.size();
    }

    private static Optional<InetAddress> counted(Multiaddr remote) {
        return IpGroup.ipOf(remote).filter(ip -> !ip.isLoopbackAddress());
    }

    private List<Quota> groups(InetAddress ip) {
        if (ip instanceof Inet4Address) {
            return List.of(new Quota(IpGroup.of(ip, IP4_BITS), limits.perIp4()));
        }
        return List.of(
                new Quota(IpGroup.of(ip, IP6_SITE_BITS), limits.perIp6Site()),
                new Quota(IpGroup.of(ip, IP6_NETWORK_BITS), limits.perIp6Network()));
    }

    private record Quota(IpGroup group, int most) {}

    /** What one connection takes of the limits. */
    public static final class Place {
        private final List<Quota> groups;

        private Place(List<Quota> groups) {
            this.groups = groups;
        }
    }
}
