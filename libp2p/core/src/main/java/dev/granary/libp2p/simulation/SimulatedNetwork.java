package dev.granary.libp2p.simulation;

import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.identity.PublicKey;
import dev.granary.libp2p.multiformats.Multiaddr;
import dev.granary.libp2p.simulation.Journal.Happening;
import dev.granary.libp2p.stream.Closing;
import dev.granary.libp2p.transport.Transport;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.random.RandomGenerator;

/**
 * A network of hosts on one {@link VirtualLoop}. It carries connections that are secured and multiplexed already: what a
 * stream flushes is one message and one event, whatever its size. Messages of one connection arrive in order.
 */
public final class SimulatedNetwork {
    private static final int NOBODY = -1;

    private final VirtualLoop loop;
    private final RandomGenerator random;
    private final NetworkSettings settings;
    private final Journal journal;
    private final Map<Multiaddr, Endpoint> byAddress = new HashMap<>();
    private final Set<Endpoint> alive = new LinkedHashSet<>();

    public SimulatedNetwork(VirtualLoop loop, NetworkSettings settings) {
        this.loop = loop;
        this.random = loop.random();
        this.settings = settings;
        this.journal = new Journal(loop);
    }

    public VirtualLoop loop() {
        return loop;
    }

    public Journal journal() {
        return journal;
    }

    NetworkSettings settings() {
        return settings;
    }

    /** Attaches one more host, at a place that chance decides. An address may be taken again once its host has left. */
    public Endpoint join(PublicKey key, Endpoint.Attachment attachment) {
        Endpoint endpoint = new Endpoint(loop.node(), key, attachment, Geography.place(random));
        byAddress.put(attachment.address(), endpoint);
        alive.add(endpoint);
        journal.note(Happening.JOINED, endpoint.number(), endpoint.number(), 0, 0);
        return endpoint;
    }

    /** What the host at {@code endpoint} dials and listens with. */
    public Transport transport(Endpoint endpoint) {
        return new SimulatedTransport(this, endpoint);
    }

    /** Hosts that are attached, in the order in which they came. */
    public List<Endpoint> endpoints() {
        return List.copyOf(alive);
    }

    /**
     * The host is gone at once, without a word of its own.
     *
     * @param silently whether its machine is gone, too, so that others notice only after a while; else its operating
     *     system closes its connections
     */
    public void leave(Endpoint endpoint, boolean silently) {
        endpoint.loop().halt();
        alive.remove(endpoint);
        endpoint.listenNoMore();
        if (silently) {
            byAddress.remove(endpoint.attachment().address(), endpoint);
        }
        journal.note(Happening.LEFT, endpoint.number(), endpoint.number(), 0, 0);
        for (SimulatedConnection connection : List.copyOf(endpoint.connections())) {
            if (silently) {
                sever(connection);
            } else {
                connection.abandon();
            }
        }
        endpoint.connections().clear();
    }

    /** The network falls apart: hosts of different {@code sides} do not reach each other until it is healed. */
    public void cut(ToIntFunction<Endpoint> sides) {
        journal.note(Happening.CUT, NOBODY, NOBODY, 0, 0);
        alive.forEach(endpoint -> endpoint.moveTo(sides.applyAsInt(endpoint)));
        for (Endpoint endpoint : alive) {
            for (SimulatedConnection connection : List.copyOf(endpoint.connections())) {
                if (isCut(endpoint, connection.remote().endpoint())) {
                    sever(connection);
                }
            }
        }
    }

    /** All reach each other again. Connections that were cut are lost all the same. */
    public void heal() {
        journal.note(Happening.HEALED, NOBODY, NOBODY, 0, 0);
        alive.forEach(endpoint -> endpoint.moveTo(0));
    }

    private static boolean isCut(Endpoint one, Endpoint other) {
        return one.side() != other.side();
    }

    /** Nothing passes any more, which both ends notice after a while. */
    private void sever(SimulatedConnection connection) {
        if (connection.sever()) {
            breakLater(connection);
            breakLater(connection.remote());
        }
    }

    private void breakLater(SimulatedConnection end) {
        long patience = settings.patience().toNanos();
        long after = patience / 2 + (long) (random.nextDouble() * patience / 2);
        end.endpoint().loop().in(after, () -> {
            journal.note(Happening.BROKEN, NOBODY, end.endpoint().number(), 0, 0);
            end.lost(new Closing.Failed(P2pError.TIMEOUT, "Nothing came from the remote any more."));
        });
    }

    /** The host that answers at {@code address}; empty when whatever is sent there is lost. */
    Optional<Endpoint> find(Endpoint from, Multiaddr address) {
        Endpoint found = byAddress.get(address);
        return found == null || !found.attachment().reachable() || isCut(from, found)
                ? Optional.empty()
                : Optional.of(found);
    }

    /** Does {@code event} at {@code to} when a message from {@code from} has travelled {@code trips} times. */
    void carry(Endpoint from, Endpoint to, int trips, Runnable event) {
        long oneWay = Geography.oneWayNanos(from.place(), to.place());
        long time = trips * oneWay + Geography.jitterNanos(oneWay, random);
        for (int i = 0; i < trips; i++) {
            time += Math.max(0, retransmissionNanos());
        }
        if (!isCut(from, to)) {
            to.loop().in(time, event);
        }
    }

    /** Does {@code event} at the remote of {@code end} once a message gets there, behind all that were sent before. */
    void send(SimulatedConnection end, Runnable event) {
        SimulatedConnection remote = end.remote();
        if (end.isSevered() || isCut(end.endpoint(), remote.endpoint())) {
            return;
        }
        long late = retransmissionNanos();
        if (late < 0) {
            sever(end);
            return;
        }
        long oneWay = end.oneWayNanos();
        long arrival = loop.nanoTime() + oneWay + Geography.jitterNanos(oneWay, random) + late;
        remote.endpoint().loop().in(end.inOrder(arrival) - loop.nanoTime(), event);
    }

    /** What losses add to a message; less than 0 when it never arrives. */
    private long retransmissionNanos() {
        long late = 0;
        long next = settings.retransmission().toNanos();
        for (int i = 0; i < settings.mostTries(); i++) {
            if (random.nextDouble() >= settings.loss()) {
                return late;
            }
            late += next;
            next *= 2;
        }
        return -1;
    }

    /** The round trip between two hosts on an idle network. */
    static Duration roundTrip(long oneWayNanos) {
        return Duration.ofNanos(2 * oneWayNanos);
    }
}
