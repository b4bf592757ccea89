package dev.granary.libp2p.pubsub;

import dev.granary.libp2p.host.Connection;
import dev.granary.libp2p.host.Host;
import dev.granary.libp2p.host.HostBuilder;
import dev.granary.libp2p.host.Muxer;
import dev.granary.libp2p.identify.Identify;
import dev.granary.libp2p.identify.IdentifySettings;
import dev.granary.libp2p.identity.PrivateKey;
import dev.granary.libp2p.multiformats.Multiaddr;
import dev.granary.libp2p.multiformats.PeerId;
import dev.granary.libp2p.noise.NoiseSecurity;
import dev.granary.libp2p.pubsub.router.GossipObserver;
import dev.granary.libp2p.pubsub.router.Refusal;
import dev.granary.libp2p.pubsub.wire.Piece;
import dev.granary.libp2p.simulation.VirtualLoop;
import dev.granary.libp2p.stream.memory.MemoryLink;
import dev.granary.libp2p.testkit.Stages;
import dev.granary.libp2p.transport.memory.MemoryNetwork;
import dev.granary.libp2p.transport.memory.MemoryTransport;
import dev.granary.libp2p.yamux.YamuxConnection;
import dev.granary.libp2p.yamux.YamuxSettings;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

/** Real hosts over memory on one virtual clock, each with gossip. */
final class GossipNetwork {
    static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration LONG = Duration.ofMinutes(1);

    final VirtualLoop loop;
    private final MemoryNetwork network;
    private int hosts;

    GossipNetwork(long seed) {
        this.loop = new VirtualLoop(Instant.parse("2026-01-01T00:00:00Z"), seed);
        this.network = new MemoryNetwork(MemoryLink.DIRECT.delayedBy(Duration.ofMillis(20)));
    }

    /** A host with gossip, and what it has heard. */
    final class Node implements GossipObserver {
        final PrivateKey key;
        final Host host;
        final Gossip gossip;
        final List<String> heard = new ArrayList<>();
        final Map<Refusal, Integer> refusals = new EnumMap<>(Refusal.class);
        int dropped;

        private Node(int number, UnaryOperator<GossipSettings> how) {
            key = key(number);
            host = host(number, key);
            gossip = new Gossip(
                    host, how.apply(GossipSettings.STANDARD.signedBy(key).observedBy(this)), loop.random());
        }

        @Override
        public void refused(PeerId peer, Refusal why) {
            refusals.merge(why, 1, Integer::sum);
        }

        @Override
        public void dropped(PeerId peer, Piece.Kind kind) {
            dropped++;
        }

        @Override
        public void bug(Throwable thrown) {
            throw new AssertionError(thrown);
        }

        void subscribe(String topic) {
            subscribe(topic, Validator.ACCEPTING);
        }

        void subscribe(String topic, Validator validator) {
            gossip.subscribe(
                    topic, validator, message -> heard.add(message.data().toStringUtf8()));
        }

        CompletionStage<Published> publish(String topic, String text) {
            return gossip.publish(topic, text.getBytes(StandardCharsets.UTF_8));
        }

        PeerId id() {
            return host.peerId();
        }
    }

    static PrivateKey key(int number) {
        byte[] seed = new byte[32];
        seed[0] = (byte) number;
        seed[1] = (byte) (number >> 8);
        return PrivateKey.ofEd25519Seed(seed);
    }

    Node node() {
        return node(settings -> settings);
    }

    Node node(UnaryOperator<GossipSettings> how) {
        return new Node(++hosts, how);
    }

    List<Node> nodes(int count) {
        List<Node> nodes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            nodes.add(node());
        }
        return nodes;
    }

    /** A host that speaks nothing but identify. */
    Host host(int number) {
        return host(number, key(number));
    }

    private Host host(int number, PrivateKey key) {
        Host host = new HostBuilder(key, loop)
                .transport(new MemoryTransport(network, () -> loop))
                .security(new NoiseSecurity(key, List.of(YamuxConnection.PROTOCOL), new SecureRandom()))
                .muxer(new Muxer(
                        YamuxConnection.PROTOCOL,
                        (stream, role) -> new YamuxConnection(stream, role, YamuxSettings.USUAL)))
                .listenAt(Multiaddr.parse("/memory/" + number))
                .build();
        Identify.on(host, key, IdentifySettings.STANDARD);
        await(host.start());
        return host;
    }

    Connection connect(Host from, Host to) {
        return await(from.connect(to.peerId(), to.listenAddresses()));
    }

    void connect(Node from, Node to) {
        connect(from.host, to.host);
    }

    /** Connects each node to some others before it, by chance. */
    void connectAtRandom(List<Node> nodes, int degree) {
        var random = loop.random();
        for (int i = 1; i < nodes.size(); i++) {
            for (int n = 0; n < Math.min(i, degree); n++) {
                connect(nodes.get(i), nodes.get(random.nextInt(i)));
            }
        }
    }

    <T> T await(CompletionStage<T> stage) {
        if (!loop.runUntil(() -> Stages.isDone(stage), LONG)) {
            throw new AssertionError("not done within " + LONG);
        }
        return Stages.result(stage);
    }

    void run(Duration time) {
        loop.runFor(time);
    }
}
