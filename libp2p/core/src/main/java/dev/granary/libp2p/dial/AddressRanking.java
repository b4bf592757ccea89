package dev.granary.libp2p.dial;

import dev.granary.libp2p.limits.IpGroup;
import dev.granary.libp2p.multiformats.Multiaddr;
import dev.granary.libp2p.multiformats.Protocol;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * The order in which the addresses of one peer are worth a dial: QUIC before TCP, IPv6 before IPv4, direct ones before
 * those through a relay; each kind gets a head start, which is short where the network is.
 */
public final class AddressRanking {
    static final Duration PUBLIC_HEAD_START = Duration.ofMillis(250);
    static final Duration PRIVATE_HEAD_START = Duration.ofMillis(30);
    static final Duration RELAY_DELAY = Duration.ofMillis(500);

    private AddressRanking() {}

    /**
     * An address and when its turn is.
     *
     * @param after since the first dial; it may go earlier once all before it have failed
     */
    public record Turn(Multiaddr address, Duration after) {}

    /** What to dial, in order. */
    public static List<Turn> of(Collection<Multiaddr> addresses) {
        List<Multiaddr> direct = new ArrayList<>(new LinkedHashSet<>(addresses));
        List<Multiaddr> relayed =
                direct.stream().filter(AddressRanking::isRelayed).toList();
        direct.removeAll(relayed);
        List<Turn> turns = new ArrayList<>();
        addTurns(direct.stream().filter(IpGroup::isLocal).toList(), PRIVATE_HEAD_START, turns);
        addTurns(direct.stream().filter(address -> !IpGroup.isLocal(address)).toList(), PUBLIC_HEAD_START, turns);
        turns.sort(Comparator.comparing(Turn::after));
        Duration wait =
                turns.isEmpty() ? Duration.ZERO : turns.getLast().after().plus(RELAY_DELAY);
        relayed.forEach(address -> turns.add(new Turn(address, wait)));
        return List.copyOf(turns);
    }

    private static void addTurns(List<Multiaddr> addresses, Duration headStart, List<Turn> turns) {
        int kindsBefore = -1;
        int last = -1;
        for (Multiaddr address : addresses.stream()
                .sorted(Comparator.comparingInt(AddressRanking::kind))
                .toList()) {
            int kind = kind(address);
            if (kind != last) {
                last = kind;
                kindsBefore++;
            }
            turns.add(new Turn(address, headStart.multipliedBy(kindsBefore)));
        }
    }

    private static int kind(Multiaddr address) {
        int transport = address.has(Protocol.QUIC_V1) ? 0 : 2;
        return transport + (address.has(Protocol.IP6) ? 0 : 1);
    }

    private static boolean isRelayed(Multiaddr address) {
        return address.has(Protocol.P2P_CIRCUIT);
    }
}
