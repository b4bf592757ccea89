package dev.granary.libp2p.kad;

import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.host.Host;
import dev.granary.libp2p.host.HostBuilder;
import dev.granary.libp2p.host.HostLimits;
import dev.granary.libp2p.host.Muxer;
import dev.granary.libp2p.identify.Identify;
import dev.granary.libp2p.identify.IdentifySettings;
import dev.granary.libp2p.identity.PrivateKey;
import dev.granary.libp2p.kad.keyspace.KadKey;
import dev.granary.libp2p.kad.wire.KadPeer;
import dev.granary.libp2p.limits.Retention;
import dev.granary.libp2p.multiformats.Multiaddr;
import dev.granary.libp2p.multiformats.PeerId;
import dev.granary.libp2p.noise.NoiseSecurity;
import dev.granary.libp2p.simulation.VirtualLoop;
import dev.granary.libp2p.stream.memory.MemoryLink;
import dev.granary.libp2p.testkit.Stages;
import dev.granary.libp2p.transport.memory.MemoryNetwork;
import dev.granary.libp2p.transport.memory.MemoryTransport;
import dev.granary.libp2p.yamux.YamuxConnection;
import dev.granary.libp2p.yamux.YamuxSettings;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;

/** Whole hosts with a DHT each, in one network on one virtual clock. */
final class Fleet {
    static final Duration LONG = Duration.ofMinutes(3);
    private static final Duration ONE_WAY = Duration.ofMillis(5);
    private static final SecureRandom KEYS = new SecureRandom();

    private final VirtualLoop loop;
    private final MemoryNetwork network = new MemoryNetwork(MemoryLink.DIRECT.delayedBy(ONE_WAY));
    private final List<Member> members = new ArrayList<>();
    private int numbers;

    /** One host. */
    record Member(int number, Host host, Kademlia dht) {
        PeerId id() {
            return host.peerId();
        }

        KadKey place() {
            return KadKey.of(id());
        }
    }

    Fleet(long seed) {
        loop = new VirtualLoop(Instant.parse("2026-01-01T00:00:00Z"), seed);
    }

    VirtualLoop loop() {
        return loop;
    }

    RandomGenerator random() {
        return loop.random();
    }

    List<Member> members() {
        return List.copyOf(members);
    }

    Member member(int index) {
        return members.get(index);
    }

    /** A started host that speaks no DHT yet. */
    Host host() {
        byte[] seed = new byte[32];
        int number = ++numbers;
        seed[0] = (byte) number;
        seed[1] = (byte) (number >> 8);
        PrivateKey key = PrivateKey.ofEd25519Seed(seed);
        Host host = new HostBuilder(key, loop)
                .transport(new MemoryTransport(network, () -> loop))
                .security(new NoiseSecurity(key, List.of(YamuxConnection.PROTOCOL), KEYS))
                .muxer(new Muxer(
                        YamuxConnection.PROTOCOL,
                        (stream, role) -> new YamuxConnection(stream, role, YamuxSettings.USUAL)))
                .listenAt(Multiaddr.parse("/memory/" + number))
                .limits(HostLimits.STANDARD.withRetention(Retention.Settings.STANDARD))
                .build();
        Identify.on(host, key, IdentifySettings.STANDARD);
        Stages.result(await(host.start()));
        return host;
    }

    /** Adds a member that knows the first one. */
    Member join(KademliaSettings settings) {
        Host host = host();
        Member member = new Member(numbers, host, new Kademlia(host, settings, loop.random()));
        if (!members.isEmpty()) {
            Host first = members.getFirst().host();
            member.dht().contact(first.peerId(), first.listenAddresses());
        }
        members.add(member);
        await(member.dht().start());
        return member;
    }

    /** Adds {@code count} members one after the other, and lets them look around. */
    Fleet grow(int count, KademliaSettings settings) {
        for (int i = 0; i < count; i++) {
            join(settings);
        }
        loop.runFor(settings.timing().refresh().multipliedBy(2));
        return this;
    }

    /** Takes a member away without a word. */
    void kill(Member member) {
        members.remove(member);
        member.dht().close();
        await(member.host().close());
    }

    /** Runs until {@code stage} is done. */
    <T> CompletionStage<T> await(CompletionStage<T> stage) {
        if (!loop.runUntil(() -> Stages.isDone(stage), LONG)) {
            throw new AssertionError("not done within " + LONG);
        }
        return stage;
    }

    <T> T result(CompletionStage<T> stage) {
        return Stages.result(await(stage));
    }

    Optional<P2pError> error(CompletionStage<?> stage) {
        return Stages.error(await(stage));
    }

    /** Who really is nearest to {@code target}, but for {@code asker}. */
    List<PeerId> nearest(KadKey target, int count, Member asker) {
        return members.stream()
                .filter(member -> !member.equals(asker))
                .sorted(Comparator.comparing(Member::place, target::compareDistances))
                .limit(count)
                .map(Member::id)
                .toList();
    }

    static List<PeerId> ids(List<KadPeer> peers) {
        return peers.stream().map(KadPeer::id).toList();
    }
}
