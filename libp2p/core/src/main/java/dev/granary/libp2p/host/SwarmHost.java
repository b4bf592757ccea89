package dev.granary.libp2p.host;

import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.P2pException;
import dev.granary.libp2p.loop.Loop;
import dev.granary.libp2p.multiformats.Multiaddr;
import dev.granary.libp2p.multiformats.PeerId;
import dev.granary.libp2p.peerstore.PeerStore;
import dev.granary.libp2p.transport.Listener;
import dev.granary.libp2p.transport.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The host as programs see it: passes requests on to its loop. */
final class SwarmHost implements Host {
    private final Parts parts;
    private final PeerStore peerStore;
    private final Protocols protocols;
    private final Announcer announcer;
    private final Swarm swarm;
    private final Dialer dialer;
    private final Names names;
    private final Reception reception;
    private final List<Listener> listeners = new ArrayList<>();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private volatile List<Multiaddr> listenAddresses = List.of();
    private volatile boolean closing;

    SwarmHost(Parts parts) {
        this.parts = parts;
        this.peerStore = new PeerStore(parts.limits().peerStore());
        this.protocols = new Protocols(parts.limits().scopes().protocol());
        this.announcer = new Announcer(parts.observer());
        this.swarm = new Swarm(parts, protocols, peerStore, announcer);
        this.dialer = new Dialer(parts, swarm);
        this.names = new Names(parts.names(), parts.limits().handshakes().localUpgrade());
        this.reception = new Reception(parts, swarm);
    }

    @Override
    public PeerId peerId() {
        return parts.self();
    }

    @Override
    public Loop loop() {
        return parts.loop();
    }

    @Override
    public PeerStore peerStore() {
        return peerStore;
    }

    @Override
    public CompletionStage<Void> start() {
        List<CompletableFuture<Listener>> starting = parts.listenAddresses().stream()
                .map(address -> transport(address).listen(address, reception).toCompletableFuture())
                .toList();
        CompletableFuture<Void> started = new CompletableFuture<>();
        var _ = CompletableFuture.allOf(starting.toArray(CompletableFuture[]::new))
                .whenComplete((all, failure) -> parts.loop().execute(() -> {
                    starting.stream()
                            .filter(listening -> !listening.isCompletedExceptionally())
                            .forEach(listening -> listeners.add(listening.join()));
                    listening(failure, started);
                }));
        return started;
    }

    private void listening(@Nullable Throwable failure, CompletableFuture<Void> started) {
        if (failure != null) {
            var _ = closeListeners().thenRun(() -> started.completeExceptionally(Failures.of(failure)));
            return;
        }
        listenAddresses = listeners.stream()
                .flatMap(listener -> listener.addresses().stream())
                .distinct()
                .toList();
        announcer.addressesChanged(listenAddresses);
        started.complete(null);
    }

    private Transport transport(Multiaddr address) {
        return parts.transports().stream()
                .filter(transport -> transport.speaks(address))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public List<Multiaddr> listenAddresses() {
        return listenAddresses;
    }

    @Override
    public CompletionStage<Connection> connect(PeerId peer, Collection<Multiaddr> addresses) {
        CompletableFuture<Connection> result = new CompletableFuture<>();
        if (!isAnswered(peer, result)) {
            parts.loop().execute(() -> connect(peer, addresses, result));
        }
        return result;
    }

    private void connect(PeerId peer, Collection<Multiaddr> addresses, CompletableFuture<Connection> result) {
        if (isAnswered(peer, result)) {
            return;
        }
        Set<Multiaddr> all = new LinkedHashSet<>(addresses);
        all.addAll(peerStore.about(peer).addressesAt(parts.loop().now()));
        names.resolve(peer, all, numbers -> parts.loop().execute(() -> {
            if (!isAnswered(peer, result)) {
                dialer.dial(peer, numbers, result);
            }
        }));
    }

    /** Answers a request that needs no dial, or must not lead to one. */
    private boolean isAnswered(PeerId peer, CompletableFuture<Connection> result) {
        if (closing) {
            result.completeExceptionally(new P2pException(P2pError.CLOSED, "The host is closed."));
        } else if (peer.equals(parts.self())) {
            result.completeExceptionally(new P2pException(P2pError.REFUSED, "A host does not dial itself."));
        } else {
            direct(peer).ifPresent(result::complete);
        }
        return result.isDone();
    }

    private Optional<HostConnection> direct(PeerId peer) {
        return swarm.with(peer).stream()
                .filter(connection -> !connection.limited())
                .findFirst();
    }

    @Override
    public CompletionStage<P2pStream> open(PeerId peer, List<String> wanted, Consumer<? super P2pStream> begin) {
        Optional<HostConnection> open = direct(peer);
        if (open.isPresent()) {
            return open.get().open(wanted, begin);
        }
        return connect(peer, List.of()).thenCompose(connection -> connection.open(wanted, begin));
    }

    @Override
    public void handle(String protocol, ProtocolHandler handler) {
        parts.loop().execute(() -> {
            protocols.put(protocol, handler);
            announcer.protocolsChanged(protocols());
        });
    }

    @Override
    public void unhandle(String protocol) {
        parts.loop().execute(() -> {
            protocols.remove(protocol);
            announcer.protocolsChanged(protocols());
        });
    }

    @Override
    public Set<String> protocols() {
        return new LinkedHashSet<>(protocols.names());
    }

    @Override
    public List<Connection> connections() {
        return swarm.all();
    }

    @Override
    public List<Connection> connections(PeerId peer) {
        return List.copyOf(swarm.with(peer));
    }

    @Override
    public void listen(HostListener listener) {
        announcer.add(listener);
    }

    @Override
    public void tag(PeerId peer, String tag, int value) {
        parts.loop().execute(() -> swarm.retention().tag(peer, tag, value));
    }

    @Override
    public void credit(PeerId peer, String tag, int value, Duration halfLife) {
        parts.loop().execute(() -> swarm.retention()
                .credit(peer, tag, value, halfLife, parts.loop().now()));
    }

    @Override
    public void protect(PeerId peer, String reason) {
        parts.loop().execute(() -> swarm.retention().protect(peer, reason));
    }

    @Override
    public void unprotect(PeerId peer, String reason) {
        parts.loop().execute(() -> swarm.retention().unprotect(peer, reason));
    }

    @Override
    public CompletionStage<Void> close() {
        if (!closing) {
            parts.loop().execute(this::closeAll);
        }
        return closed;
    }

    private void closeAll() {
        if (closing) {
            return;
        }
        closing = true;
        reception.close();
        dialer.close();
        List<CompletableFuture<Void>> ending = new ArrayList<>();
        swarm.all().forEach(connection -> ending.add(connection.close().toCompletableFuture()));
        ending.add(closeListeners());
        var _ = CompletableFuture.allOf(ending.toArray(CompletableFuture[]::new))
                .whenComplete((all, failure) -> closeTransports());
    }

    private CompletableFuture<Void> closeListeners() {
        return CompletableFuture.allOf(listeners.stream()
                .map(listener -> listener.close().toCompletableFuture())
                .toArray(CompletableFuture[]::new));
    }

    private void closeTransports() {
        var _ = CompletableFuture.allOf(parts.transports().stream()
                        .map(transport -> transport.close().toCompletableFuture())
                        .toArray(CompletableFuture[]::new))
                // behind what the ends of the connections have still to tell
                .whenComplete((all, failure) -> parts.loop().execute(() -> closed.complete(null)));
    }
}
