package dev.granary.libp2p.pubsub;

import com.google.protobuf.ByteString;
import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.P2pException;
import dev.granary.libp2p.host.Host;
import dev.granary.libp2p.identity.PrivateKey;
import dev.granary.libp2p.loop.Loop;
import dev.granary.libp2p.multiformats.PeerId;
import dev.granary.libp2p.pubsub.router.GossipRouter;
import dev.granary.libp2p.pubsub.router.TopicRules;
import dev.granary.libp2p.pubsub.wire.MessageSigning;
import dev.granary.libp2p.pubsub.wire.PubsubMessage;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Publishes messages to topics, and takes those of others. May be used from any thread; what is asked for on the host's
 * loop is answered at once.
 */
public final class Gossip {
    private static final long NANOS = 1_000_000_000L;

    private final Host host;
    private final Loop loop;
    private final GossipSettings settings;
    private final GossipRouter router;
    private final Neighbours neighbours;
    private final Checks checks;
    private final Map<String, Subscriber> subscribers = new LinkedHashMap<>();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private Loop.@Nullable Timer heartbeat;
    private long lastSequence;

    /** Who takes the messages of a topic. */
    record Subscriber(Validator validator, GossipListener listener) {}

    /** Lets {@code host} gossip with all peers that do; may be made before the host is started or later. */
    public Gossip(Host host, GossipSettings settings, RandomGenerator random) {
        this.host = host;
        this.loop = host.loop();
        this.settings = settings;
        Surface surface = new Surface(host, subscribers, settings.observer());
        this.router = new GossipRouter(
                settings.router(),
                settings.rules(),
                new GossipRouter.Surroundings(host.peerId(), surface, settings.observer(), random),
                loop.nanoTime());
        this.checks = new Checks(settings, loop, surface.judging(router));
        surface.checkBy(checks);
        this.neighbours = new Neighbours(host, settings, router);
        neighbours.start();
        Duration interval = settings.router().heartbeat();
        long first = (long) (random.nextDouble() * interval.toNanos());
        loop.execute(() -> heartbeat = loop.schedule(Duration.ofNanos(first), this::beat));
    }

    private void beat() {
        if (closed.isDone()) {
            return;
        }
        heartbeat = loop.schedule(settings.router().heartbeat(), this::beat);
        router.beat(loop.nanoTime());
        checks.beat();
    }

    /** Takes messages of {@code topic} from now on, in place of whoever took them before. */
    public CompletionStage<Void> subscribe(String topic, Validator validator, GossipListener listener) {
        return onLoop(() -> {
            subscribers.put(topic, new Subscriber(validator, listener));
            router.join(topic, loop.nanoTime());
            return null;
        });
    }

    /** Takes no more messages of {@code topic}. */
    public CompletionStage<Void> unsubscribe(String topic) {
        return onLoop(() -> {
            subscribers.remove(topic);
            router.part(topic, loop.nanoTime());
            return null;
        });
    }

    /**
     * Sends {@code data} to all who subscribed to {@code topic}, whether we have or not. It is not given to our own
     * listener. Fails with {@code LIMIT} when it is longer than the topic's messages may be, and with
     * {@code UNAUTHENTICATED} when these are signed and we have no key.
     */
    public CompletionStage<Published> publish(String topic, byte[] data) {
        ByteString copy = ByteString.copyFrom(data);
        return onLoop(() -> {
            TopicRules rules = settings.rules().apply(topic);
            if (copy.size() > rules.maximumBytes()) {
                throw new P2pException(
                        P2pError.LIMIT, "A message of " + copy.size() + " bytes, limit " + rules.maximumBytes() + ".");
            }
            PubsubMessage message = rules.signed() ? signed(topic, copy) : PubsubMessage.unsigned(topic, copy);
            ByteString id = rules.ids().of(message);
            return new Published(
                    id, router.publish(message, id, loop.nanoTime()).orElse(0));
        });
    }

    private PubsubMessage signed(String topic, ByteString data) throws P2pException {
        PrivateKey key = settings.key()
                .orElseThrow(() -> new P2pException(
                        P2pError.UNAUTHENTICATED, "Messages of " + topic + " are signed, and there is no key."));
        PubsubMessage message = new PubsubMessage(
                ByteString.copyFrom(key.publicKey().peerId().bytes()),
                data,
                ByteString.copyFrom(
                        ByteBuffer.allocate(Long.BYTES).putLong(nextSequence()).flip()),
                topic,
                ByteString.EMPTY,
                ByteString.EMPTY);
        return MessageSigning.sign(message, key);
    }

    /** Rises from start to start, too, since it begins with the time. */
    private long nextSequence() {
        Instant now = loop.now();
        lastSequence = Math.max(lastSequence + 1, now.getEpochSecond() * NANOS + now.getNano());
        return lastSequence;
    }

    /** The topics that we subscribed to. */
    public CompletionStage<Set<String>> topics() {
        return onLoop(router::topics);
    }

    /** Connected peers that subscribed to {@code topic}. */
    public CompletionStage<List<PeerId>> peers(String topic) {
        return onLoop(() -> router.peers(topic));
    }

    /** Peers that messages of {@code topic} are exchanged with in full. */
    public CompletionStage<List<PeerId>> mesh(String topic) {
        return onLoop(() -> router.mesh(topic));
    }

    /** What {@code peer} is worth; empty when it is not connected. */
    public CompletionStage<OptionalDouble> score(PeerId peer) {
        return onLoop(() -> router.score(peer));
    }

    /** Ends all gossip; the host lives on. */
    public CompletionStage<Void> close() {
        Turns.on(loop, () -> {
            if (closed.isDone()) {
                return;
            }
            List.copyOf(subscribers.keySet()).forEach(topic -> router.part(topic, loop.nanoTime()));
            subscribers.clear();
            if (heartbeat != null) {
                heartbeat.cancel();
            }
            neighbours.close();
            closed.complete(null);
        });
        return closed;
    }

    /** Entries and bytes that remotes can make grow: of caches, of checks, of queues. */
    CompletionStage<int[]> footprint() {
        return onLoop(() -> new int[] {router.remembered(), checks.running(), neighbours.waiting()});
    }

    private <T extends @Nullable Object> CompletionStage<T> onLoop(Callable<T> task) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Turns.on(loop, () -> {
            if (closed.isDone()) {
                result.completeExceptionally(
                        new P2pException(P2pError.CLOSED, "Gossip of " + host.peerId() + " is over."));
                return;
            }
            try {
                result.complete(task.call());
            } catch (Exception failure) {
                result.completeExceptionally(failure);
            }
        });
        return result;
    }
}
