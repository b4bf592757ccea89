package dev.granary.libp2p.simulation;

import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.P2pException;
import dev.granary.libp2p.loop.Loop;
import dev.granary.libp2p.multiformats.Multiaddr;
import dev.granary.libp2p.simulation.Journal.Happening;
import dev.granary.libp2p.stream.Closing;
import dev.granary.libp2p.transport.Acceptor;
import dev.granary.libp2p.transport.Arrival;
import dev.granary.libp2p.transport.DialRequest;
import dev.granary.libp2p.transport.Dialing;
import dev.granary.libp2p.transport.Link;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A dial on a simulated network, in the round trips of TCP with Noise and early muxer negotiation: the dialler has its
 * connection after two, the listener half a one later. An address at which nobody is does not answer at all.
 */
final class SimulatedDialing implements Dialing {
    private static final String PROTOCOL = "/simulated/1.0.0";
    private static final int TRIPS_TO_DIALLER = 3;

    private final SimulatedNetwork network;
    private final Endpoint from;
    private final DialRequest request;
    private final CompletableFuture<Link> result = new CompletableFuture<>();
    private Loop.Timer deadline = () -> {};

    SimulatedDialing(SimulatedNetwork network, Endpoint from, DialRequest request) {
        this.network = network;
        this.from = from;
        this.request = request;
    }

    void begin() {
        Optional<Endpoint> to = network.find(from, request.address());
        note(Happening.DIALLED, to);
        deadline = from.loop().schedule(request.timeout(), () -> tooLate(to));
        to.ifPresent(this::dial);
    }

    private void dial(Endpoint to) {
        if (to.isAlive()) {
            network.carry(from, to, 1, () -> knock(to));
        } else {
            refuse(to, 2);
        }
    }

    private void note(Happening kind, Optional<Endpoint> to) {
        network.journal().note(kind, from.number(), to.map(Endpoint::number).orElse(-1), 0, 0);
    }

    private void tooLate(Optional<Endpoint> to) {
        note(Happening.UNANSWERED, to);
        fail(P2pError.TIMEOUT, "Nothing answers at " + request.address() + ".");
    }

    private void fail(P2pError error, String detail) {
        deadline.cancel();
        result.completeExceptionally(new P2pException(error, detail));
    }

    @Override
    public CompletionStage<Link> result() {
        return result;
    }

    @Override
    public void cancel() {
        fail(P2pError.CANCELLED, "The dial was given up.");
    }

    /** At the listener. */
    private void knock(Endpoint to) {
        Acceptor acceptor = to.acceptor();
        if (acceptor == null || !from.isAlive()) {
            refuse(to, 1);
        } else {
            acceptor.arrived(new SimulatedArrival(to));
        }
    }

    private void refuse(Endpoint to, int trips) {
        network.carry(to, from, trips, () -> {
            note(Happening.REFUSED, Optional.of(to));
            fail(P2pError.UNREACHABLE, "Nobody listens at " + request.address() + ".");
        });
    }

    /** At the dialler. */
    private void connected(SimulatedConnection end, SimulatedArrival arrival) {
        Endpoint to = arrival.to;
        if (result.isDone()) {
            end.close(new Closing.Failed(P2pError.CANCELLED, "The dial was given up."));
            network.carry(from, to, 1, arrival::giveUp);
            return;
        }
        deadline.cancel();
        note(Happening.CONNECTED, Optional.of(to));
        network.carry(from, to, 1, arrival::complete);
        result.complete(link(end, to, from.attachment().outbound(), request.address()));
    }

    private static Link link(SimulatedConnection end, Endpoint remote, Multiaddr local, Multiaddr there) {
        return new Link.Ready(end, remote.key(), PROTOCOL, local, there);
    }

    private final class SimulatedArrival implements Arrival {
        private final Endpoint to;
        private final CompletableFuture<Link> accepted = new CompletableFuture<>();
        private @Nullable SimulatedConnection far;

        private SimulatedArrival(Endpoint to) {
            this.to = to;
        }

        @Override
        public Multiaddr remoteAddress() {
            return from.attachment().outbound();
        }

        @Override
        public CompletionStage<Link> accept() {
            long oneWay = Geography.oneWayNanos(from.place(), to.place());
            SimulatedConnection here = new SimulatedConnection(network, to, oneWay);
            SimulatedConnection there = new SimulatedConnection(network, from, oneWay);
            here.connect(there);
            there.connect(here);
            far = here;
            network.carry(to, from, TRIPS_TO_DIALLER, () -> connected(there, this));
            return accepted;
        }

        private void complete() {
            if (far != null) {
                accepted.complete(link(far, from, to.attachment().address(), remoteAddress()));
            }
        }

        private void giveUp() {
            accepted.completeExceptionally(new P2pException(P2pError.CLOSED, "The remote has given up."));
        }

        @Override
        public void refuse() {
            if (far == null) {
                SimulatedDialing.this.refuse(to, 1);
            } else {
                far.close(new Closing.Failed(P2pError.REFUSED, "We have refused the connection."));
                giveUp();
            }
        }
    }
}
