package dev.granary.libp2p.assembly;

import dev.granary.libp2p.host.Host;
import dev.granary.libp2p.host.HostBuilder;
import dev.granary.libp2p.host.HostLimits;
import dev.granary.libp2p.host.HostObserver;
import dev.granary.libp2p.host.Muxer;
import dev.granary.libp2p.identify.Identify;
import dev.granary.libp2p.identify.IdentifySettings;
import dev.granary.libp2p.identity.IdentityCertificate;
import dev.granary.libp2p.identity.PrivateKey;
import dev.granary.libp2p.limits.Gater;
import dev.granary.libp2p.mdns.MdnsDiscovery;
import dev.granary.libp2p.mdns.MdnsSettings;
import dev.granary.libp2p.multiformats.Multiaddr;
import dev.granary.libp2p.noise.NoiseSecurity;
import dev.granary.libp2p.ping.Ping;
import dev.granary.libp2p.pnet.PrivateNetwork;
import dev.granary.libp2p.security.Security;
import dev.granary.libp2p.stream.ByteStream;
import dev.granary.libp2p.tls.TlsSecurity;
import dev.granary.libp2p.transport.DnsaddrNames;
import dev.granary.libp2p.transport.NameResolver;
import dev.granary.libp2p.transport.Transport;
import dev.granary.libp2p.transport.netty.NettyLoop;
import dev.granary.libp2p.transport.netty.NettyLoops;
import dev.granary.libp2p.transport.netty.SystemNames;
import dev.granary.libp2p.transport.netty.SystemTexts;
import dev.granary.libp2p.transport.quic.QuicSettings;
import dev.granary.libp2p.transport.quic.QuicTransport;
import dev.granary.libp2p.transport.tcp.TcpTransport;
import dev.granary.libp2p.yamux.YamuxConnection;
import dev.granary.libp2p.yamux.YamuxSettings;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

/**
 * Makes a {@link StandardHost}. Without further words it speaks TCP with Noise, and listens nowhere.
 *
 * <pre>{@code
 * StandardHost node = new StandardHostBuilder(PrivateKey.generate(KeyType.ED25519, random), random)
 *         .listenAt("/ip4/0.0.0.0/tcp/4001")
 *         .build();
 * node.start();
 * }</pre>
 */
public final class StandardHostBuilder {
    private static final Duration PING_TIMEOUT = Duration.ofSeconds(10);
    private static final int LOOPS = 2;

    private final PrivateKey key;
    private final SecureRandom random;
    private final List<Multiaddr> addresses = new ArrayList<>();
    private final List<Security> securities = new ArrayList<>();
    private final List<Transport> transports = new ArrayList<>();
    private Optional<NettyLoops> loops = Optional.empty();
    private final List<Multiaddr> bootstrap = new ArrayList<>();
    private Optional<UnaryOperator<ByteStream>> protection = Optional.empty();
    private Optional<PrivateNetwork> network = Optional.empty();
    private Optional<MdnsSettings> mdns = Optional.empty();
    private Optional<MdnsDiscovery.Listener> found = Optional.empty();
    private NameResolver names = new DnsaddrNames(new SystemTexts(), new SystemNames());
    private IdentifySettings identify = IdentifySettings.STANDARD;
    private HostLimits limits = HostLimits.STANDARD;
    private Gater gater = Gater.OPEN;
    private HostObserver observer = HostObserver.NONE;
    private YamuxSettings yamux = YamuxSettings.USUAL;
    private boolean tcp = true;
    private boolean quic;

    public StandardHostBuilder(PrivateKey key, SecureRandom random) {
        this.key = key;
        this.random = random;
    }

    /** Listens at {@code address}, such as {@code /ip4/0.0.0.0/tcp/4001}. */
    public StandardHostBuilder listenAt(String address) {
        addresses.add(Multiaddr.parse(address));
        return this;
    }

    /** Secures TCP connections by {@code security}; the first named is preferred, and nothing is Noise alone. */
    public StandardHostBuilder security(Security security) {
        securities.add(security);
        return this;
    }

    /** Noise, offering what this host multiplexes by. */
    public StandardHostBuilder noise() {
        return security(new NoiseSecurity(key, muxers(), random));
    }

    /** TLS 1.3, offering what this host multiplexes by. */
    public StandardHostBuilder tls() {
        return security(new TlsSecurity(certificate(), muxers()));
    }

    private IdentityCertificate certificate() {
        return IdentityCertificate.issue(key, random, Instant.now());
    }

    /** What connections are multiplexed by, for securities that agree on it in their handshake. */
    public static List<String> muxers() {
        return List.of(YamuxConnection.PROTOCOL);
    }

    /** Whether to speak TCP; it does unless told otherwise. */
    public StandardHostBuilder tcp(boolean wanted) {
        tcp = wanted;
        return this;
    }

    /** Whether to speak QUIC; it does not unless told so. */
    public StandardHostBuilder quic(boolean wanted) {
        quic = wanted;
        return this;
    }

    /** Speaks over {@code transport}, too. */
    public StandardHostBuilder transport(Transport transport) {
        transports.add(transport);
        return this;
    }

    /** Runs on event loops that others own. */
    public StandardHostBuilder loops(NettyLoops shared) {
        loops = Optional.of(shared);
        return this;
    }

    /** Meets those only that hold the key of {@code network}. */
    public StandardHostBuilder privateNetwork(PrivateNetwork shared) {
        network = Optional.of(shared);
        return protection(raw -> shared.protect(raw, random));
    }

    /** Makes the network private in a way of its own. */
    public StandardHostBuilder protection(UnaryOperator<ByteStream> around) {
        protection = Optional.of(around);
        return this;
    }

    /**
     * Looks for peers in the local networks, and can be found there; members of a private network among themselves. Begins with
     * {@link StandardHost#start}. Who is found is dialled, at a bounded rate, unless there is a {@link #found listener}.
     */
    public StandardHostBuilder mdns(MdnsSettings settings) {
        mdns = Optional.of(settings);
        return this;
    }

    /** Takes the peers that {@link #mdns} finds, instead of dialling them. */
    public StandardHostBuilder found(MdnsDiscovery.Listener listener) {
        found = Optional.of(listener);
        return this;
    }

    /**
     * Connects with the peer of {@code address}, such as {@code /dnsaddr/bootstrap.example.org/p2p/Qm..}, from
     * {@link StandardHost#start} on, and again after each loss.
     */
    public StandardHostBuilder bootstrap(String address) {
        bootstrap.add(Multiaddr.parse(address));
        return this;
    }

    /** Resolves names by {@code resolver}; the system's name servers are asked unless told otherwise. */
    public StandardHostBuilder names(NameResolver resolver) {
        names = resolver;
        return this;
    }

    public StandardHostBuilder identify(IdentifySettings settings) {
        identify = settings;
        return this;
    }

    public StandardHostBuilder limits(HostLimits most) {
        limits = most;
        return this;
    }

    public StandardHostBuilder gater(Gater guard) {
        gater = guard;
        return this;
    }

    public StandardHostBuilder observer(HostObserver watcher) {
        observer = watcher;
        return this;
    }

    public StandardHostBuilder yamux(YamuxSettings settings) {
        yamux = settings;
        return this;
    }

    /**
     * Builds the host; it is still to be started.
     *
     * @throws IllegalArgumentException when the parts do not fit together, in a sentence that says why
     */
    public StandardHost build() {
        NettyLoops running = loops.orElseGet(() -> NettyLoops.of(LOOPS));
        if (securities.isEmpty()) {
            noise();
        }
        try {
            return build(running);
        } catch (IllegalArgumentException misfit) {
            end(running);
            throw misfit;
        }
    }

    private StandardHost build(NettyLoops running) {
        Host host = host(running);
        Optional<MdnsSettings> search =
                mdns.map(settings -> network.map(settings::within).orElse(settings));
        Acquaintance acquaintance =
                new Acquaintance(host, new Acquaintance.Wishes(search, found, List.copyOf(bootstrap)), random);
        return new StandardHost(
                host,
                Identify.on(host, key, identify),
                Ping.on(host, random, PING_TIMEOUT),
                acquaintance,
                () -> end(running));
    }

    private CompletionStage<Void> end(NettyLoops running) {
        return loops.isPresent() ? CompletableFuture.completedStage(null) : running.close();
    }

    private Host host(NettyLoops running) {
        NettyLoop loop = running.next();
        HostBuilder builder = new HostBuilder(key, loop)
                .muxer(new Muxer(YamuxConnection.PROTOCOL, (stream, role) -> new YamuxConnection(stream, role, yamux)))
                .names(names)
                .limits(limits)
                .gater(gater)
                .observer(observer);
        if (quic) {
            builder.transport(new QuicTransport(running, certificate(), QuicSettings.STANDARD, random));
        }
        if (tcp) {
            builder.transport(new TcpTransport(running));
        }
        transports.forEach(builder::transport);
        securities.forEach(builder::security);
        addresses.forEach(builder::listenAt);
        protection.ifPresent(builder::protection);
        return builder.build();
    }
}
