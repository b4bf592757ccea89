package dev.granary.libp2p.identify;

import dev.granary.libp2p.host.Connection;
import dev.granary.libp2p.limits.IpGroup;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How often others may push: a burst, then one for each interval, for all connections of one part of the address space
 * together, since a new connection is easily made. Connections within the own network, where hundreds of peers share a part and
 * all start at once, and those without an IP address have a rate each. Confined to one loop.
 */
final class PushRate {
    private static final int IP4_BITS = 24;
    private static final int IP6_BITS = 48;
    private static final int MOST_SOURCES = 4096;

    private final long interval;
    private final long most;
    /** When the next push would be due had each kept its interval; the longest untouched first. */
    private final Map<String, Long> due = new LinkedHashMap<>();

    PushRate(Duration interval, int burst) {
        this.interval = interval.toNanos();
        this.most = this.interval * burst;
    }

    /** Whether one more push on {@code connection} is within the rate; counts it. */
    boolean admits(Connection connection, long nanoTime) {
        String source = source(connection);
        Long before = due.remove(source);
        long next = (before == null || before - nanoTime < 0 ? nanoTime : before) + interval;
        boolean within = next - nanoTime <= most;
        due.put(source, within ? next : next - interval);
        if (due.size() > MOST_SOURCES) {
            due.remove(due.keySet().iterator().next());
        }
        return within;
    }

    private static String source(Connection connection) {
        return IpGroup.ipOf(connection.remoteAddress())
                .filter(ip -> !IpGroup.isLocal(ip))
                .map(PushRate::group)
                .orElseGet(() -> "connection " + connection.id());
    }

    private static String group(InetAddress ip) {
        return IpGroup.of(ip, ip instanceof Inet4Address ? IP4_BITS : IP6_BITS).prefix();
    }
}
