package dev.granary.libp2p.transport.memory;

import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.P2pException;
import dev.granary.libp2p.loop.Loop;
import dev.granary.libp2p.multiformats.Multiaddr;
import dev.granary.libp2p.multiformats.Protocol;
import dev.granary.libp2p.stream.memory.MemoryPipe;
import dev.granary.libp2p.transport.Acceptor;
import dev.granary.libp2p.transport.DialRequest;
import dev.granary.libp2p.transport.Dialing;
import dev.granary.libp2p.transport.Link;
import dev.granary.libp2p.transport.Listener;
import dev.granary.libp2p.transport.Transport;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Connects hosts of one JVM. */
public final class MemoryTransport implements Transport {
    private final MemoryNetwork network;
    private final Supplier<? extends Loop> loops;

    /** @param loops gives the loop of each new connection */
    public MemoryTransport(MemoryNetwork network, Supplier<? extends Loop> loops) {
        this.network = network;
        this.loops = loops;
    }

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public boolean speaks(Multiaddr address) {
        return address.components().size() == 1 && address.has(Protocol.MEMORY);
    }

    @Override
    public boolean canBePrivate() {
        return true;
    }

    @Override
    public CompletionStage<Listener> listen(Multiaddr address, Acceptor acceptor) {
        MemoryListener listener = new MemoryListener(network.listenAddress(address), acceptor, loops, network);
        if (!network.add(listener)) {
            return CompletableFuture.failedStage(
                    new P2pException(P2pError.UNREACHABLE, "Somebody listens at " + address + " already."));
        }
        return CompletableFuture.completedStage(listener);
    }

    @Override
    public Dialing dial(DialRequest request) {
        MemoryDialing dialing = new MemoryDialing(loops.get());
        dialing.loop.execute(() -> connect(request.address(), dialing));
        return dialing;
    }

    private void connect(Multiaddr address, MemoryDialing dialing) {
        Optional<MemoryListener> listener = network.find(address);
        if (listener.isEmpty()) {
            dialing.result.completeExceptionally(
                    new P2pException(P2pError.UNREACHABLE, "Nobody listens at " + address + "."));
            return;
        }
        Multiaddr from = network.ephemeralAddress();
        MemoryPipe pipe = new MemoryPipe(dialing.loop, listener.get().loops().get(), network.link());
        Link.Raw link = new Link.Raw(pipe.first(), from, address, false);
        if (!dialing.cancelled) {
            dialing.link = Optional.of(link);
            listener.get().knock(pipe.second(), from);
            dialing.result.complete(link);
        }
    }

    @Override
    public CompletionStage<Void> close() {
        return CompletableFuture.completedStage(null);
    }

    /** Confined to its loop. */
    private static final class MemoryDialing implements Dialing {
        private final Loop loop;
        private final CompletableFuture<Link> result = new CompletableFuture<>();
        private Optional<Link.Raw> link = Optional.empty();
        private boolean cancelled;

        private MemoryDialing(Loop loop) {
            this.loop = loop;
        }

        @Override
        public CompletionStage<Link> result() {
            return result;
        }

        @Override
        public void cancel() {
            loop.execute(() -> {
                cancelled = true;
                link.ifPresent(raw -> raw.stream().reset(0));
                result.completeExceptionally(new P2pException(P2pError.CANCELLED, "The dial was given up."));
            });
        }
    }
}
