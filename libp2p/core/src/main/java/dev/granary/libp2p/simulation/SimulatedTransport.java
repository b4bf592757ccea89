package dev.granary.libp2p.simulation;

import dev.granary.libp2p.multiformats.Multiaddr;
import dev.granary.libp2p.multiformats.Protocol;
import dev.granary.libp2p.transport.Acceptor;
import dev.granary.libp2p.transport.DialRequest;
import dev.granary.libp2p.transport.Dialing;
import dev.granary.libp2p.transport.Listener;
import dev.granary.libp2p.transport.Transport;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** How one host reaches the simulated network: as TCP with what secures and multiplexes it in one. */
record SimulatedTransport(SimulatedNetwork network, Endpoint endpoint) implements Transport {
    @Override
    public boolean speaks(Multiaddr address) {
        List<Multiaddr.Component> steps = address.components();
        return steps.size() == 2
                && steps.getFirst().protocol() == Protocol.IP4
                && steps.getLast().protocol() == Protocol.TCP;
    }

    @Override
    public String name() {
        return "simulated TCP";
    }

    @Override
    public boolean canBePrivate() {
        return true;
    }

    @Override
    public Dialing dial(DialRequest request) {
        SimulatedDialing dialing = new SimulatedDialing(network, endpoint, request);
        dialing.begin();
        return dialing;
    }

    @Override
    public CompletionStage<Listener> listen(Multiaddr address, Acceptor acceptor) {
        endpoint.listen(acceptor);
        return CompletableFuture.completedStage(new SimulatedListener(endpoint));
    }

    @Override
    public CompletionStage<Void> close() {
        return CompletableFuture.completedStage(null);
    }

    private record SimulatedListener(Endpoint endpoint) implements Listener {
        @Override
        public List<Multiaddr> addresses() {
            return List.of(endpoint.attachment().address());
        }

        @Override
        public CompletionStage<Void> close() {
            endpoint.listenNoMore();
            return CompletableFuture.completedStage(null);
        }
    }
}
