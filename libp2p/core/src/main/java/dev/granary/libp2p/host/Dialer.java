package dev.granary.libp2p.host;

import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.P2pException;
import dev.granary.libp2p.dial.DialBackoff;
import dev.granary.libp2p.limits.Resource;
import dev.granary.libp2p.multiformats.Multiaddr;
import dev.granary.libp2p.multiformats.PeerId;
import dev.granary.libp2p.transport.Transport;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Dials peers: each once for all who ask, a bounded number of addresses at a time. Confined to the host's loop. */
final class Dialer {
    private static final Duration BACKOFF_BASE = Duration.ofSeconds(5);
    private static final Duration BACKOFF_STEP = Duration.ofSeconds(1);
    private static final Duration BACKOFF_LONGEST = Duration.ofMinutes(5);

    private final Parts parts;
    private final Swarm swarm;
    private final DialBackoff backoff = new DialBackoff(BACKOFF_BASE, BACKOFF_STEP, BACKOFF_LONGEST);
    private final Map<PeerId, PeerDial> dials = new HashMap<>();
    private final Set<PeerDial> queued = new LinkedHashSet<>();
    private int slotsTaken;

    Dialer(Parts parts, Swarm swarm) {
        this.parts = parts;
        this.swarm = swarm;
    }

    /** Completes {@code result} with a connection to {@code peer}, unless it is cancelled before. */
    void dial(PeerId peer, Collection<Multiaddr> addresses, CompletableFuture<Connection> result) {
        try {
            List<Multiaddr> worth = worthDialling(peer, addresses);
            PeerDial dial = dials.get(peer);
            if (dial == null) {
                dial = begin(peer);
            }
            PeerDial joined = dial;
            joined.join(result, worth);
            var _ = result.whenComplete((connection, failure) -> {
                if (result.isCancelled()) {
                    parts.loop().execute(joined::forsake);
                }
            });
            joined.advance();
        } catch (P2pException refused) {
            result.completeExceptionally(refused);
        }
    }

    private PeerDial begin(PeerId peer) throws P2pException {
        if (dials.size() >= parts.limits().handshakes().waitingPeers()) {
            throw new P2pException(P2pError.LIMIT, "Too many peers are being dialled.");
        }
        PeerDial dial = new PeerDial(peer, this, parts.loop());
        dials.put(peer, dial);
        return dial;
    }

    private List<Multiaddr> worthDialling(PeerId peer, Collection<Multiaddr> addresses) throws P2pException {
        List<Multiaddr> speakable = addresses.stream()
                .filter(address ->
                        address.peerId().isEmpty() || address.components().size() > 1)
                .map(Multiaddr::withoutPeer)
                .distinct()
                .filter(address -> find(address).isPresent())
                .toList();
        List<Multiaddr> allowed = speakable.stream()
                .filter(address -> parts.gater().allowsDial(peer, address))
                .toList();
        Instant now = parts.loop().now();
        List<Multiaddr> rested = allowed.stream()
                .filter(address -> !backoff.isResting(peer, address, now))
                .toList();
        if (!rested.isEmpty() || dials.containsKey(peer)) {
            return rested;
        }
        if (addresses.isEmpty()) {
            throw new P2pException(P2pError.UNREACHABLE, "No address of " + peer + " is known.");
        }
        if (speakable.isEmpty()) {
            throw new P2pException(P2pError.NOT_SUPPORTED, "No transport dials any of " + addresses + ".");
        }
        if (allowed.isEmpty()) {
            throw new P2pException(P2pError.REFUSED, "The gater allows no dial of " + peer + ".");
        }
        throw new P2pException(
                P2pError.UNREACHABLE,
                "Dials of " + peer + " have failed just now; its addresses rest for some seconds.");
    }

    private Optional<Transport> find(Multiaddr address) {
        return parts.transports().stream()
                .filter(transport -> transport.speaks(address))
                .findFirst();
    }

    Transport transport(Multiaddr address) {
        return find(address).orElseThrow();
    }

    int mostPerPeer() {
        return parts.limits().handshakes().dialsPerPeer();
    }

    /** Allows one more dial, or remembers who wants one. */
    boolean takeSlot(PeerDial wanting) {
        if (slotsTaken >= parts.limits().handshakes().dials()) {
            queued.add(wanting);
            return false;
        }
        slotsTaken++;
        return true;
    }

    void giveSlot() {
        slotsTaken--;
        // all of them: the first may have to wait for its next turn and leave the slot to another
        List<PeerDial> waiting = List.copyOf(queued);
        queued.clear();
        waiting.forEach(dial -> parts.loop().execute(dial::advance));
    }

    DialAttempt attempt(PeerId peer, Multiaddr address) throws P2pException {
        return new DialAttempt(
                parts, peer, address, swarm.admit(Resource.OUTBOUND_CONNECTIONS, address), swarm.progress());
    }

    Connection add(PeerId peer, DialAttempt attempt, Upgraded upgraded) throws P2pException {
        backoff.succeeded(peer, attempt.address());
        return swarm.add(upgraded, true, attempt.admission(), attempt.progress());
    }

    void failed(PeerId peer, Multiaddr address) {
        backoff.failed(peer, address, parts.loop().now());
    }

    void forget(PeerId peer, PeerDial dial) {
        dials.remove(peer, dial);
        queued.remove(dial);
    }

    /** Ends all dials. */
    void close() {
        List.copyOf(dials.values()).forEach(PeerDial::abandon);
    }
}
