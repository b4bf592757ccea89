package dev.granary.libp2p.discovery;

import dev.granary.libp2p.host.Host;
import dev.granary.libp2p.loop.Loop;
import dev.granary.libp2p.multiformats.Multiaddr;
import dev.granary.libp2p.multiformats.PeerId;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Dials peers that somebody claims to have found, one after the other at the given rate. Who makes up peers fills a bound and
 * makes us dial no faster. Confined to the host's loop.
 */
public final class FoundPeers {
    /** How long addresses are kept; they are told again while they hold. */
    private static final Duration REMEMBERED = Duration.ofMinutes(10);

    private final Host host;
    private final Settings settings;
    private final Map<PeerId, List<Multiaddr>> waiting = new LinkedHashMap<>();
    private Loop.@Nullable Timer next;
    private boolean closed;

    /**
     * How fast.
     *
     * @param interval between two dials
     * @param mostWaiting peers that wait for their turn; more are passed over
     */
    public record Settings(Duration interval, int mostWaiting) {
        public static final Settings STANDARD = new Settings(Duration.ofMillis(250), 128);

        public Settings {
            if (!interval.isPositive() || mostWaiting < 1) {
                throw new IllegalArgumentException("need an interval and room: " + interval + ", " + mostWaiting);
            }
        }
    }

    public FoundPeers(Host host, Settings settings) {
        this.host = host;
        this.settings = settings;
    }

    /** {@code peer} may be reached at {@code addresses}. */
    public void found(PeerId peer, List<Multiaddr> addresses) {
        if (closed || peer.equals(host.peerId()) || isConnected(peer)) {
            return;
        }
        if (!waiting.containsKey(peer) && waiting.size() >= settings.mostWaiting()) {
            return;
        }
        waiting.put(peer, List.copyOf(addresses));
        if (next == null) {
            dialNext();
        }
    }

    private void dialNext() {
        next = null;
        while (!closed && !waiting.isEmpty() && next == null) {
            PeerId peer = waiting.keySet().iterator().next();
            List<Multiaddr> addresses = waiting.remove(peer);
            if (addresses != null && !isConnected(peer)) {
                next = host.loop().schedule(settings.interval(), this::dialNext);
                host.peerStore()
                        .addAddresses(
                                peer,
                                addresses.stream().map(Multiaddr::withoutPeer).toList(),
                                REMEMBERED,
                                host.loop().now());
                host.connect(peer, List.of());
            }
        }
    }

    private boolean isConnected(PeerId peer) {
        return !host.connections(peer).isEmpty();
    }

    /** Dials no more. */
    public void close() {
        closed = true;
        waiting.clear();
        if (next != null) {
            next.cancel();
        }
    }
}
