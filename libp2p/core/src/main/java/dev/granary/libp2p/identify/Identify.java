package dev.granary.libp2p.identify;

import dev.granary.libp2p.P2pException;
import dev.granary.libp2p.host.Connection;
import dev.granary.libp2p.host.Host;
import dev.granary.libp2p.host.HostListener;
import dev.granary.libp2p.host.P2pStream;
import dev.granary.libp2p.host.ProtocolHandler;
import dev.granary.libp2p.identity.PrivateKey;
import dev.granary.libp2p.loop.Loop;
import dev.granary.libp2p.multiformats.Multiaddr;
import dev.granary.libp2p.stream.ByteStream;
import dev.granary.libp2p.stream.Closing;
import dev.granary.libp2p.stream.Frames;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The identify protocols. Asks each peer as soon as a connection is open, answers all, tells connected peers when
 * something has changed, and keeps what peers say of themselves in the host's peer store. Confined to the host's loop.
 */
public final class Identify {
    public static final String PROTOCOL = "/ipfs/id/1.0.0";
    public static final String PUSH = "/ipfs/id/push/1.0.0";

    /** Addresses that a peer says of itself are good as long as it is connected; the peer store shortens that. */
    private static final Duration WHILE_CONNECTED = Duration.ofDays(365);

    private final Host host;
    private final IdentifySettings settings;
    private final SelfDescription self;
    private final RecordOpener records;
    private final ObservedAddresses observed = new ObservedAddresses();
    /** What was learned over each open connection. */
    private final Map<Long, CompletableFuture<Identified>> results = new HashMap<>();

    private final PushRate pushes;

    private Loop.@Nullable Timer pushing;

    private Identify(Host host, SelfDescription self, IdentifySettings settings, RecordOpener records) {
        this.host = host;
        this.self = self;
        this.records = records;
        this.settings = settings;
        this.pushes = new PushRate(settings.pushInterval(), settings.pushBurst());
    }

    /** Makes {@code host} identify itself and its peers; to be called before the host is started. */
    public static Identify on(Host host, PrivateKey key, IdentifySettings settings) {
        return on(host, key, settings, RecordOpener.ALWAYS);
    }

    /** The same with another judge of signed records. */
    public static Identify on(Host host, PrivateKey key, IdentifySettings settings, RecordOpener records) {
        Identify identify =
                new Identify(host, new SelfDescription(host, key, settings.agentVersion()), settings, records);
        host.listen(identify.new Watching());
        host.handle(PROTOCOL, identify.new Answering());
        host.handle(PUSH, identify.new Listening());
        return identify;
    }

    /** What the peer has said of itself on this connection, once it has. From any thread. */
    public CompletionStage<Identified> of(Connection connection) {
        CompletableFuture<Identified> result = new CompletableFuture<>();
        host.loop().execute(() -> {
            CompletableFuture<Identified> known = results.get(connection.id());
            if (known == null) {
                ask(connection, result);
            } else {
                var _ = known.whenComplete((told, failure) -> pass(told, failure, result));
            }
        });
        return result;
    }

    /** Asks the peer again. From any thread. */
    public CompletionStage<Identified> ask(Connection connection) {
        CompletableFuture<Identified> result = new CompletableFuture<>();
        ask(connection, result);
        return result;
    }

    /** Addresses of ours that enough peers have seen us at. */
    public List<Multiaddr> observedAddresses() {
        return self.observed();
    }

    private void ask(Connection connection, CompletableFuture<Identified> result) {
        connection
                .open(List.of(PROTOCOL), stream -> Exchange.read(stream, settings.timeout())
                        .whenComplete((message, failure) ->
                                host.loop().execute(() -> learn(connection, message, failure, result))))
                .whenComplete((stream, failure) -> {
                    if (failure != null) {
                        result.completeExceptionally(failure);
                    }
                });
    }

    private void learn(
            Connection connection,
            @Nullable IdentifyMessage message,
            @Nullable Throwable failure,
            CompletableFuture<Identified> result) {
        if (message == null) {
            pass(null, failure, result);
            return;
        }
        try {
            Told told = Told.by(connection, message, records);
            remember(connection, told);
            result.complete(told.identified());
        } catch (P2pException refused) {
            result.completeExceptionally(refused);
        }
    }

    private static void pass(
            @Nullable Identified told, @Nullable Throwable failure, CompletableFuture<Identified> result) {
        if (told != null) {
            result.complete(told);
        } else if (failure != null) {
            result.completeExceptionally(failure);
        }
    }

    private void remember(Connection connection, Told told) {
        Identified identified = told.identified();
        var peer = connection.remotePeer();
        var now = host.loop().now();
        host.peerStore().describe(peer, connection.remoteKey(), identified.protocols(), identified.agentVersion());
        Duration ttl = connection.isOpen() ? WHILE_CONNECTED : settings.timeout();
        if (told.certified().isEmpty()) {
            host.peerStore().addAddresses(peer, identified.listenAddresses(), ttl, now);
        } else {
            host.peerStore().addRecord(peer, told.certified().get(), ttl, now);
        }
        identified.observedAddress().ifPresent(seen -> vote(connection, seen));
    }

    /** Only who came to an address of ours has something to say about it: a dial leaves from a port of its own. */
    private void vote(Connection connection, Multiaddr seen) {
        boolean atListener = host.listenAddresses().contains(connection.localAddress());
        if (!connection.dialled()
                && atListener
                && !host.listenAddresses().contains(seen)
                && observed.heard(connection.remotePeer(), connection.id(), connection.remoteAddress(), seen)) {
            changed();
        }
    }

    private void changed() {
        self.update(observed.believed());
        if (pushing == null) {
            pushing = host.loop().schedule(settings.pushDelay(), this::push);
        }
    }

    private void push() {
        pushing = null;
        for (Connection connection : host.connections()) {
            if (host.peerStore().about(connection.remotePeer()).protocols().contains(PUSH)) {
                connection.open(List.of(PUSH), this::tell);
            }
        }
    }

    /** On the stream's loop. */
    private void tell(P2pStream stream) {
        stream.start(new Telling());
        Frames.write(stream, self.describe(stream.connection()).encode());
        stream.end();
    }

    /** Keeps up with the host. */
    private final class Watching implements HostListener {
        @Override
        public void connected(Connection connection) {
            CompletableFuture<Identified> result = new CompletableFuture<>();
            results.put(connection.id(), result);
            ask(connection, result);
        }

        @Override
        public void disconnected(Connection connection, Closing closing) {
            results.remove(connection.id());
            if (observed.gone(connection.remotePeer(), connection.id())) {
                changed();
            }
        }

        @Override
        public void protocolsChanged(Set<String> protocols) {
            changed();
        }

        @Override
        public void addressesChanged(List<Multiaddr> addresses) {
            changed();
        }
    }

    /** Says who we are. */
    private final class Answering implements ProtocolHandler {
        @Override
        public void opened(P2pStream stream) {
            tell(stream);
        }

        @Override
        public boolean runsOnLimitedConnections() {
            return true;
        }
    }

    /** Hears what has changed. */
    private final class Listening implements ProtocolHandler {
        @Override
        public void opened(P2pStream stream) {
            Connection connection = stream.connection();
            Exchange.read(stream, settings.timeout())
                    .whenComplete((message, failure) -> host.loop().execute(() -> take(connection, message)));
        }

        private void take(Connection connection, @Nullable IdentifyMessage message) {
            if (message != null
                    && connection.isOpen()
                    && pushes.admits(connection, host.loop().nanoTime())) {
                CompletableFuture<Identified> result = new CompletableFuture<>();
                learn(connection, message, null, result);
                if (!result.isCompletedExceptionally()) {
                    results.put(connection.id(), result);
                }
            }
        }

        @Override
        public boolean runsOnLimitedConnections() {
            return true;
        }
    }

    /** Has nothing to read. */
    private static final class Telling implements ByteStream.Receiver {
        @Override
        public void received(ByteBuffer bytes) {
            bytes.position(bytes.limit());
        }

        @Override
        public void ended() {}

        @Override
        public void closed(Closing closing) {}
    }
}
