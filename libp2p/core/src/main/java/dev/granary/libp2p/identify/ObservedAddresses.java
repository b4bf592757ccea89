package dev.granary.libp2p.identify;

import dev.granary.libp2p.limits.IpGroup;
import dev.granary.libp2p.multiformats.Multiaddr;
import dev.granary.libp2p.multiformats.PeerId;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where others see us, believed once enough of them say so. One voice per part of the address space, so that nobody with
 * a single network can talk us into an address; a voice counts as long as its connection lives. Confined to one loop.
 */
final class ObservedAddresses {
    private static final int ENOUGH = 4;
    private static final int MOST_CANDIDATES = 64;
    private static final int IP4_BITS = 16;
    private static final int IP6_BITS = 32;

    private final Map<Multiaddr, Map<Voice, IpGroup>> voices = new LinkedHashMap<>();

    /** One connection of one observer. */
    private record Voice(PeerId peer, long connection) {}

    /** {@code observer}, reached at {@code from}, sees us at {@code seen}. Returns whether that changes what is believed. */
    boolean heard(PeerId observer, long connection, Multiaddr from, Multiaddr seen) {
        Optional<InetAddress> ip = IpGroup.ipOf(from);
        if (ip.isEmpty() || (!voices.containsKey(seen) && voices.size() >= MOST_CANDIDATES)) {
            return false;
        }
        List<Multiaddr> before = believed();
        voices.computeIfAbsent(seen, key -> new HashMap<>())
                .put(new Voice(observer, connection), IpGroup.of(ip.get(), bits(ip.get())));
        return !believed().equals(before);
    }

    /** A connection is over. Returns whether that changes what is believed. */
    boolean gone(PeerId observer, long connection) {
        List<Multiaddr> before = believed();
        Voice voice = new Voice(observer, connection);
        voices.values().forEach(heard -> heard.remove(voice));
        voices.values().removeIf(Map::isEmpty);
        return !believed().equals(before);
    }

    /** What enough observers agree on. */
    List<Multiaddr> believed() {
        return voices.entrySet().stream()
                .filter(entry -> entry.getValue().values().stream().distinct().count() >= ENOUGH)
                .map(Map.Entry::getKey)
                .toList();
    }

    private static int bits(InetAddress ip) {
        return ip instanceof Inet4Address ? IP4_BITS : IP6_BITS;
    }
}
