package dev.granary.libp2p.pubsub.router;

import com.google.protobuf.ByteString;
import dev.granary.libp2p.P2pException;
import dev.granary.libp2p.identity.PrivateKey;
import dev.granary.libp2p.multiformats.PeerId;
import dev.granary.libp2p.peerstore.CertifiedRecord;
import dev.granary.libp2p.pubsub.wire.Control;
import dev.granary.libp2p.pubsub.wire.OutQueue;
import dev.granary.libp2p.pubsub.wire.Prune;
import dev.granary.libp2p.pubsub.wire.PubsubMessage;
import dev.granary.libp2p.pubsub.wire.Rpc;
import dev.granary.libp2p.pubsub.wire.RpcLimits;
import dev.granary.libp2p.pubsub.wire.SubscriptionChange;
import dev.granary.libp2p.pubsub.wire.Version;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;

/** A router, the time, and peers whose side is played by hand. Topics are unsigned: who signs is not the router's affair. */
final class RouterBench implements RouterSink, GossipObserver {
    static final String TOPIC = "t";
    static final TopicRules RULES = TopicRules.UNSIGNED;

    final GossipRouter router;
    final List<Candidate> delivered = new ArrayList<>();
    final List<PeerId> dialled = new ArrayList<>();
    final List<Refusal> refusals = new ArrayList<>();
    final Map<PeerId, ByteString> certificates = new LinkedHashMap<>();
    Function<Candidate, Verdict> judgement = candidate -> Verdict.ACCEPT;
    boolean full;
    private final Map<Integer, OutQueue> queues = new LinkedHashMap<>();
    private long now = Duration.ofHours(5).toNanos();

    RouterBench() {
        this(RouterSettings.STANDARD);
    }

    RouterBench(RouterSettings settings) {
        router = new GossipRouter(
                settings, topic -> RULES, new GossipRouter.Surroundings(id(0), this, this, new Random(1)), now);
    }

    static PrivateKey key(int number) {
        byte[] seed = new byte[32];
        seed[0] = (byte) number;
        return PrivateKey.ofEd25519Seed(seed);
    }

    static PeerId id(int number) {
        return key(number).publicKey().peerId();
    }

    long now() {
        return now;
    }

    /** Connects {@code number}, which has subscribed. */
    void subscriber(int number) {
        peer(number, Version.MESHSUB_1_2, true);
        subscribe(number);
    }

    void subscribers(int count) {
        IntStream.rangeClosed(1, count).forEach(this::subscriber);
    }

    void subscribe(int number) {
        say(number, new Rpc(List.of(new SubscriptionChange(true, TOPIC)), List.of(), Control.NONE));
    }

    void peer(int number, Version version, boolean dialled) {
        peer(number, version, dialled, Optional.empty());
    }

    void peer(int number, Version version, boolean dialled, Optional<InetAddress> ip) {
        OutQueue queue = queues.computeIfAbsent(number, key -> new OutQueue(OutQueue.Limits.STANDARD));
        router.arrive(id(number), new RouterPeer(version, dialled, ip, queue::offer));
    }

    void join() {
        router.join(TOPIC, now);
    }

    void say(int number, Rpc rpc) {
        router.received(id(number), rpc, now);
    }

    void control(int number, Control control) {
        say(number, new Rpc(List.of(), List.of(), control));
    }

    void graft(int number) {
        control(number, new Control(List.of(), List.of(), List.of(TOPIC), List.of(), List.of()));
    }

    void prune(int number, Prune prune) {
        control(number, new Control(List.of(), List.of(), List.of(), List.of(prune), List.of()));
    }

    PubsubMessage message(String text) {
        return PubsubMessage.unsigned(TOPIC, ByteString.copyFromUtf8(text));
    }

    ByteString idOf(String text) {
        return RULES.ids().of(message(text));
    }

    void bring(int number, String text) {
        say(number, new Rpc(List.of(), List.of(message(text)), Control.NONE));
    }

    void publish(String text) {
        router.publish(message(text), idOf(text), now);
    }

    void beats(int count) {
        for (int i = 0; i < count; i++) {
            now += Duration.ofSeconds(1).toNanos();
            router.beat(now);
        }
    }

    List<PeerId> mesh() {
        return router.mesh(TOPIC);
    }

    double score(int number) {
        return router.score(id(number)).orElseThrow();
    }

    /** What was said to {@code number} since it was last asked. */
    Rpc heard(int number) {
        List<SubscriptionChange> changes = new ArrayList<>();
        List<PubsubMessage> messages = new ArrayList<>();
        List<Control> controls = new ArrayList<>();
        OutQueue queue = Objects.requireNonNull(queues.get(number));
        for (Optional<byte[]> next = queue.poll(); next.isPresent(); next = queue.poll()) {
            try {
                Rpc rpc = Rpc.decode(next.get(), RpcLimits.STANDARD);
                changes.addAll(rpc.subscriptions());
                messages.addAll(rpc.messages());
                controls.add(rpc.control());
            } catch (P2pException e) {
                throw new AssertionError(e);
            }
        }
        return new Rpc(changes, messages, all(controls));
    }

    private static Control all(List<Control> controls) {
        return new Control(
                controls.stream().flatMap(one -> one.offers().stream()).toList(),
                controls.stream().flatMap(one -> one.wanted().stream()).toList(),
                controls.stream().flatMap(one -> one.grafts().stream()).toList(),
                controls.stream().flatMap(one -> one.prunes().stream()).toList(),
                controls.stream().flatMap(one -> one.unwanted().stream()).toList());
    }

    List<String> texts(int number) {
        return heard(number).messages().stream()
                .map(message -> message.data().toStringUtf8())
                .toList();
    }

    @Override
    public boolean check(Candidate candidate) {
        if (full) {
            return false;
        }
        if (router.proven(candidate, now)) {
            router.judged(candidate, judgement.apply(candidate), now);
        }
        return true;
    }

    @Override
    public void deliver(Candidate candidate) {
        delivered.add(candidate);
    }

    @Override
    public void connect(CertifiedRecord peer) {
        dialled.add(peer.content().peer());
    }

    @Override
    public void connect(PeerId direct) {
        dialled.add(direct);
    }

    @Override
    public void inMesh(PeerId peer, String topic, boolean inside) {}

    @Override
    public Optional<ByteString> certificateOf(PeerId peer) {
        return Optional.ofNullable(certificates.get(peer));
    }

    @Override
    public void refused(PeerId peer, Refusal why) {
        refusals.add(why);
    }
}
