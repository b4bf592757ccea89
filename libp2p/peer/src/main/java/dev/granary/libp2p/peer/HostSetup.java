package dev.granary.libp2p.peer;

import dev.granary.libp2p.assembly.StandardHost;
import dev.granary.libp2p.assembly.StandardHostBuilder;
import dev.granary.libp2p.host.HandshakeLimits;
import dev.granary.libp2p.host.HostLimits;
import dev.granary.libp2p.identify.IdentifySettings;
import dev.granary.libp2p.identity.IdentityCertificate;
import dev.granary.libp2p.identity.KeyType;
import dev.granary.libp2p.identity.PrivateKey;
import dev.granary.libp2p.limits.Retention;
import dev.granary.libp2p.limits.ScopeLimits;
import dev.granary.libp2p.mdns.MdnsDiscovery;
import dev.granary.libp2p.mdns.MdnsSettings;
import dev.granary.libp2p.multiformats.Multiaddr;
import dev.granary.libp2p.peer.line.Refusal;
import dev.granary.libp2p.peer.line.Request;
import dev.granary.libp2p.pnet.PrivateNetwork;
import dev.granary.libp2p.tls.TlsSecurity;
import dev.granary.libp2p.transport.netty.NettyLoops;
import dev.granary.libp2p.yamux.YamuxSettings;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a start request asks for.
 *
 * @param key of the peer
 * @param network that it is part of, where that is a private one
 * @param mdns how it looks for neighbours, where it does
 * @param pubsub whether it gossips
 * @param dht how it takes part in the DHT, where it does
 */
record HostSetup(
        List<String> transports,
        List<String> security,
        List<String> listen,
        PrivateKey key,
        Optional<PrivateNetwork> network,
        Optional<Search> mdns,
        Limits limits,
        boolean pubsub,
        Optional<Dht.Setup> dht) {
    private static final SecureRandom RANDOM = new SecureRandom();

    HostSetup {
        transports = List.copyOf(transports);
        security = List.copyOf(security);
        listen = List.copyOf(listen);
    }

    /** What the peer takes at most; more than any test asks for unless said otherwise. */
    record Limits(int connections, int connectionsPerPeer, int streamsPerConnection) {
        private static final int MANY = 100_000;

        static Limits of(Optional<Request> request) throws Refusal {
            if (request.isEmpty()) {
                return new Limits(MANY, MANY, MANY);
            }
            return new Limits(
                    (int) request.get().number("connections", MANY, MANY),
                    (int) request.get().number("connectionsPerPeer", MANY, MANY),
                    (int) request.get().number("streamsPerConnection", MANY, MANY));
        }

        private HostLimits asHostLimits() {
            long memory = Long.MAX_VALUE / 2;
            ScopeLimits all = new ScopeLimits(MANY, MANY, connections, MANY, memory);
            ScopeLimits any = new ScopeLimits(MANY, MANY, MANY, MANY, memory);
            ScopeLimits peer = new ScopeLimits(MANY, MANY, connectionsPerPeer, MANY, memory);
            HandshakeLimits usual = HandshakeLimits.STANDARD;
            return HostLimits.STANDARD
                    .withScopes(new HostLimits.Scopes(all, any, peer, any))
                    .withRetention(new Retention.Settings(MANY, MANY, Duration.ofSeconds(20)))
                    .withHandshakes(new HandshakeLimits(
                            MANY,
                            usual.upgrade(),
                            usual.localUpgrade(),
                            usual.negotiation(),
                            usual.dialsPerPeer(),
                            usual.dials(),
                            usual.waitingPeers()));
        }
    }

    /** A search for neighbours in all networks of this machine, itself among them. */
    record Search(int port, Duration interval) {
        private static final int USUAL_PORT = 5353;
        private static final int MOST_PORT = 65_535;
        private static final long USUAL_MILLIS = 10_000;
        private static final long MOST_MILLIS = 3_600_000;

        static Optional<Search> of(Optional<Request> request) throws Refusal {
            if (request.isEmpty()) {
                return Optional.empty();
            }
            long port = request.get().number("port", USUAL_PORT, MOST_PORT);
            long millis = request.get().number("intervalMillis", USUAL_MILLIS, MOST_MILLIS);
            if (port == 0 || millis == 0) {
                throw Refusal.badRequest("mdns has a port and an interval above 0.");
            }
            return Optional.of(new Search((int) port, Duration.ofMillis(millis)));
        }

        private MdnsSettings settings() throws Refusal {
            try {
                NetworkInterface[] networks = NetworkInterface.networkInterfaces()
                        .filter(Search::isUp)
                        .toArray(NetworkInterface[]::new);
                return MdnsSettings.on(networks).atPort(port).every(interval);
            } catch (SocketException | IllegalArgumentException e) {
                throw new Refusal("not_supported", "mdns: " + e.getMessage());
            }
        }

        private static boolean isUp(NetworkInterface network) {
            try {
                return network.isUp() && (network.supportsMulticast() || network.isLoopback());
            } catch (SocketException e) {
                return false;
            }
        }
    }

    /** Reads a start request. */
    static HostSetup of(Request request) throws Refusal {
        List<String> transports = request.texts("transports", List.of("tcp"));
        if (request.key("psk").isPresent() && transports.contains("quic")) {
            throw Refusal.badRequest("A private network has no QUIC.");
        }
        List<String> listen = request.texts("listen", List.of());
        for (String each : listen) {
            address(each);
        }
        Optional<byte[]> seed = request.key("keySeed");
        return new HostSetup(
                transports,
                request.texts("security", List.of("noise")),
                listen,
                seed.isPresent() ? PrivateKey.ofEd25519Seed(seed.get()) : freshKey(),
                request.key("psk").map(PrivateNetwork::ofKey),
                Search.of(request.object("mdns")),
                Limits.of(request.object("limits")),
                pubsub(request.object("pubsub")),
                Dht.Setup.of(request.object("dht")));
    }

    private static boolean pubsub(Optional<Request> request) throws Refusal {
        if (request.isPresent() && !request.get().text("signing", "strict").equals("strict")) {
            throw new Refusal("not_supported", "This peer signs what it publishes.");
        }
        return request.isPresent();
    }

    /** The address in {@code text}. */
    static Multiaddr address(String text) throws Refusal {
        try {
            return Multiaddr.parse(text);
        } catch (IllegalArgumentException e) {
            throw Refusal.badRequest("address: " + e.getMessage());
        }
    }

    private static PrivateKey freshKey() {
        return PrivateKey.generate(KeyType.ED25519, RANDOM);
    }

    /** The same for a peer of its own that nobody can dial. */
    HostSetup another() {
        return new HostSetup(
                transports, security, List.of(), freshKey(), network, Optional.empty(), limits, pubsub, dht);
    }

    /**
     * The host, not started yet.
     *
     * @param found takes the neighbours that it finds
     */
    StandardHost build(NettyLoops loops, String agent, MdnsDiscovery.Listener found) throws Refusal {
        IdentifySettings usual = IdentifySettings.STANDARD;
        StandardHostBuilder builder = new StandardHostBuilder(key, RANDOM)
                .loops(loops)
                .tcp(false)
                .limits(limits.asHostLimits())
                .yamux(YamuxSettings.USUAL.withStreams(limits.streamsPerConnection(), Limits.MANY))
                .identify(new IdentifySettings(
                        agent, usual.timeout(), usual.pushDelay(), usual.pushInterval(), usual.pushBurst()));
        for (String each : transports) {
            addTransport(builder, each);
        }
        // QUIC brings its own.
        for (String each : transports.contains("tcp") ? security : List.<String>of()) {
            addSecurity(builder, each);
        }
        network.ifPresent(builder::privateNetwork);
        if (mdns.isPresent()) {
            builder.mdns(mdns.get().settings()).found(found);
        }
        listen.forEach(builder::listenAt);
        try {
            return builder.build();
        } catch (IllegalArgumentException e) {
            throw Refusal.badRequest(String.valueOf(e.getMessage()));
        }
    }

    private static void addTransport(StandardHostBuilder builder, String name) throws Refusal {
        switch (name) {
            case "tcp" -> builder.tcp(true);
            case "quic" -> builder.quic(true);
            default -> throw new Refusal("not_supported", "There is no transport \"" + name + "\".");
        }
    }

    private void addSecurity(StandardHostBuilder builder, String name) throws Refusal {
        switch (name) {
            case "noise" -> builder.noise();
            case "tls" ->
                builder.security(new TlsSecurity(
                        IdentityCertificate.issue(key, RANDOM, Instant.now()), StandardHostBuilder.muxers()));
            default -> throw new Refusal("not_supported", "There is no security \"" + name + "\".");
        }
    }
}
