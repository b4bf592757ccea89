package dev.granary.libp2p.transport.memory;

import dev.granary.libp2p.loop.Loop;
import dev.granary.libp2p.multiformats.Multiaddr;
import dev.granary.libp2p.stream.ByteStream;
import dev.granary.libp2p.transport.Acceptor;
import dev.granary.libp2p.transport.Arrival;
import dev.granary.libp2p.transport.Link;
import dev.granary.libp2p.transport.Listener;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** An address of a {@link MemoryNetwork} that is listened at. */
record MemoryListener(Multiaddr address, Acceptor acceptor, Supplier<? extends Loop> loops, MemoryNetwork network)
        implements Listener {
    /** Knocks for {@code stream}, which lives on one of this listener's loops. */
    void knock(ByteStream stream, Multiaddr from) {
        stream.loop().execute(() -> acceptor.arrived(new MemoryArrival(stream, address, from)));
    }

    @Override
    public List<Multiaddr> addresses() {
        return List.of(address);
    }

    @Override
    public CompletionStage<Void> close() {
        network.remove(this);
        return CompletableFuture.completedStage(null);
    }

    private record MemoryArrival(ByteStream stream, Multiaddr local, Multiaddr remoteAddress) implements Arrival {
        @Override
        public CompletionStage<Link> accept() {
            CompletableFuture<Link> accepted = new CompletableFuture<>();
            stream.loop().execute(() -> accepted.complete(new Link.Raw(stream, local, remoteAddress, false)));
            return accepted;
        }

        @Override
        public void refuse() {
            stream.loop().execute(() -> stream.reset(0));
        }
    }
}
