package dev.granary.libp2p.host;

import dev.granary.libp2p.P2pException;
import dev.granary.libp2p.limits.Claim;
import dev.granary.libp2p.limits.IpGate;
import dev.granary.libp2p.limits.Resource;
import dev.granary.libp2p.limits.ResourceScope;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What one connection takes of the limits, from the first packet to its end. Confined to the host's loop. */
final class Admission {
    /** What a remote can make us hold before it is known: two frames of a handshake and what the socket brings. */
    private static final long HANDSHAKE_MEMORY = 256 * 1024;

    private final Resource direction;
    private final List<Claim> lasting = new ArrayList<>();
    private final List<Claim> unproven = new ArrayList<>();
    private final IpGate gate;
    private Optional<IpGate.Place> place;

    private Admission(Resource direction, IpGate gate, Optional<IpGate.Place> place) {
        this.direction = direction;
        this.gate = gate;
        this.place = place;
    }

    /** Takes a place for a connection whose remote is not proven yet; takes nothing when that fails. */
    static Admission enter(
            Resource direction, ResourceScope system, ResourceScope unproven, IpGate gate, IpGate.Place at)
            throws P2pException {
        Admission admission = new Admission(direction, gate, Optional.of(at));
        try {
            admission.lasting.add(ResourceScope.claim(direction, 1, List.of(system)));
            admission.unproven.add(ResourceScope.claim(direction, 1, List.of(unproven)));
            admission.unproven.add(ResourceScope.claim(Resource.MEMORY, HANDSHAKE_MEMORY, List.of(system, unproven)));
            return admission;
        } catch (P2pException full) {
            admission.leave();
            throw full;
        }
    }

    /** The remote is known now. */
    void proven(ResourceScope peer) throws P2pException {
        lasting.add(ResourceScope.claim(direction, 1, List.of(peer)));
        unproven.forEach(Claim::release);
        unproven.clear();
    }

    /** Gives all of it back; without effect the second time. */
    void leave() {
        place.ifPresent(gate::leave);
        place = Optional.empty();
        lasting.forEach(Claim::release);
        lasting.clear();
        unproven.forEach(Claim::release);
        unproven.clear();
    }
}
