package dev.granary.libp2p.discovery;

import dev.granary.libp2p.host.Connection;
import dev.granary.libp2p.host.Host;
import dev.granary.libp2p.host.HostListener;
import dev.granary.libp2p.loop.Loop;
import dev.granary.libp2p.multiformats.Multiaddr;
import dev.granary.libp2p.multiformats.PeerId;
import dev.granary.libp2p.stream.Closing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a connection with each peer of a list: dials again after a failure or a loss, each time after a longer wait, so that a
 * peer which comes back is not met by everybody at once. Confined to the host's loop.
 */
public final class Bootstrap implements HostListener {
    private final Host host;
    private final Map<PeerId, Target> targets = new LinkedHashMap<>();
    private final Settings settings;
    private final RandomGenerator random;
    private boolean running;

    /**
     * How patient.
     *
     * @param first wait after a failure or a loss; it doubles with each further failure
     * @param longest wait
     */
    public record Settings(Duration first, Duration longest) {
        public static final Settings STANDARD = new Settings(Duration.ofSeconds(10), Duration.ofMinutes(10));

        public Settings {
            if (!first.isPositive() || longest.compareTo(first) < 0) {
                throw new IllegalArgumentException("need 0 < first <= longest, was " + first + ", " + longest);
            }
        }
    }

    /**
     * @param addresses each naming its peer, which may have several
     * @param random spreads the waits: each is up to a quarter longer
     * @throws IllegalArgumentException when an address names no peer
     */
    public Bootstrap(Host host, Collection<Multiaddr> addresses, Settings settings, RandomGenerator random) {
        this.host = host;
        this.settings = settings;
        this.random = random;
        for (Multiaddr address : addresses) {
            PeerId peer = address.peerId()
                    .orElseThrow(() -> new IllegalArgumentException("no peer id at the end of " + address));
            targets.computeIfAbsent(peer, Target::new).addresses.add(address.withoutPeer());
        }
    }

    /** Dials all. */
    public void start() {
        running = true;
        host.listen(this);
        targets.values().forEach(Target::dial);
    }

    @Override
    public void disconnected(Connection connection, Closing closing) {
        Target target = targets.get(connection.remotePeer());
        if (target != null) {
            target.dialLater();
        }
    }

    /** Dials no more. */
    public void close() {
        running = false;
        targets.values().forEach(Target::cancel);
    }

    /** One peer of the list. */
    private final class Target {
        private final PeerId peer;
        private final List<Multiaddr> addresses = new ArrayList<>();
        private int failures;
        private Loop.@Nullable Timer next;

        private Target(PeerId peer) {
            this.peer = peer;
        }

        private void dial() {
            next = null;
            if (!running || !host.connections(peer).isEmpty()) {
                return;
            }
            host.connect(peer, addresses)
                    .whenComplete((connection, failure) -> host.loop().execute(() -> {
                        if (failure == null) {
                            failures = 0;
                        } else {
                            failures++;
                            dialLater();
                        }
                    }));
        }

        private void dialLater() {
            if (running && next == null) {
                next = host.loop().schedule(pause(), this::dial);
            }
        }

        private Duration pause() {
            Duration pause = settings.first();
            for (int i = 1; i < failures && pause.compareTo(settings.longest()) < 0; i++) {
                pause = pause.multipliedBy(2);
            }
            long nanos = Math.min(pause.toNanos(), settings.longest().toNanos());
            return Duration.ofNanos(nanos + random.nextLong(nanos / 4 + 1));
        }

        private void cancel() {
            if (next != null) {
                next.cancel();
            }
        }
    }
}
