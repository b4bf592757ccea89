package dev.granary.libp2p.pubsub.router;

import com.google.protobuf.ByteString;
import dev.granary.libp2p.multiformats.PeerId;
import dev.granary.libp2p.pubsub.score.PeerGater;
import dev.granary.libp2p.pubsub.score.PeerScores;
import dev.granary.libp2p.pubsub.score.ScoreSettings;
import dev.granary.libp2p.pubsub.wire.Control;
import dev.granary.libp2p.pubsub.wire.Piece;
import dev.granary.libp2p.pubsub.wire.PubsubMessage;
import dev.granary.libp2p.pubsub.wire.Rpc;
import dev.granary.libp2p.pubsub.wire.SubscriptionChange;
import dev.granary.libp2p.pubsub.wire.Version;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The machine of gossipsub: takes what peers and the program do, and says what is to be sent to whom. */
public final class GossipRouter {
    private static final int BACKOFF_BEATS = 15;
    private static final int DIRECT_BEATS = 300;

    private final RouterSettings settings;
    private final ScoreSettings.Thresholds thresholds;
    private final RouterSink sink;
    private final GossipObserver observer;
    private final PeerScores scores;
    private final PeerGater gater;
    private final Roster roster;
    private final Meshes meshes;
    private final MeshUpkeep upkeep;
    private final MeshRequests requests;
    private final MessageCache cache;
    private final Rumours rumours;
    private final Distribution distribution;
    private final Intake intake;
    private long beats;

    /** Who runs a router, and what it is told from outside. */
    public record Surroundings(PeerId self, RouterSink sink, GossipObserver observer, RandomGenerator random) {}

    /** @param rules of each topic, the same whenever asked */
    public GossipRouter(RouterSettings settings, Function<String, TopicRules> rules, Surroundings around, long now) {
        this.settings = settings;
        this.thresholds = settings.scores().thresholds();
        this.sink = around.sink();
        this.observer = around.observer();
        RandomGenerator random = around.random();
        scores = new PeerScores(settings.scores(), topic -> rules.apply(topic).score(), now);
        gater = new PeerGater(settings.gater(), random, now);
        roster = new Roster(settings, scores, observer, rules);
        meshes = new Meshes(settings.mesh(), roster, scores, sink, observer, random);
        upkeep = new MeshUpkeep(settings, roster, meshes, random);
        requests = new MeshRequests(settings, roster, meshes, sink);
        cache = new MessageCache(settings.rumours());
        rumours = new Rumours(settings, roster, cache, random);
        distribution = new Distribution(settings, roster, cache, random);
        intake = new Intake(around.self(), settings.memory(), roster, new Intake.Judges(scores, gater), sink, observer);
    }

    /** {@code id} is there, or it is known by now what it can do. It is told what we subscribed to. */
    public void arrive(PeerId id, RouterPeer how) {
        PeerState known = roster.peer(id);
        if (known != null) {
            known.version(how.version());
            roster.regroup(known);
            return;
        }
        PeerState peer = new PeerState(id, how, settings.direct().contains(id), scores.arrive(id, how.ip()));
        roster.add(peer);
        greet(peer);
    }

    private void greet(PeerState peer) {
        for (TopicState topic : roster.topics()) {
            if (topic.isJoined()) {
                peer.send(Piece.of(new SubscriptionChange(true, topic.name())));
            }
        }
    }

    /** All that was said to {@code id} since it arrived may be lost: it is told again, and is in no mesh. */
    public void restart(PeerId id) {
        PeerState peer = roster.peer(id);
        if (peer != null) {
            peer.topics().forEach(topic -> meshes.remove(topic, peer));
            greet(peer);
        }
    }

    /** {@code id} is gone. */
    public void leave(PeerId id, long now) {
        PeerState peer = roster.peer(id);
        if (peer == null) {
            return;
        }
        roster.everyTopic().forEach(topic -> meshes.remove(topic, peer));
        List.copyOf(peer.topics()).forEach(topic -> roster.unsubscribe(peer, topic));
        roster.remove(peer);
        scores.leave(peer.standing(), now);
    }

    /** What {@code id} has sent is not an RPC, or not one that we take. */
    public void receivedBad(PeerId id) {
        PeerState peer = roster.peer(id);
        if (peer != null) {
            roster.refuse(peer, Refusal.BAD_RPC);
        }
    }

    /** {@code id} has sent {@code rpc}. */
    public void received(PeerId id, Rpc rpc, long now) {
        PeerState peer = roster.peer(id);
        if (peer == null) {
            return;
        }
        if (!peer.isDirect() && roster.score(peer) < thresholds.graylist()) {
            roster.refuse(peer, Refusal.GRAYLISTED);
            return;
        }
        rpc.subscriptions().forEach(change -> change(peer, change));
        messages(peer, rpc.messages(), now);
        control(peer, rpc.control(), now);
    }

    private void change(PeerState peer, SubscriptionChange change) {
        TopicState topic = roster.find(change.topic());
        if (change.subscribed()) {
            if (topic == null || !peer.topics().contains(topic)) {
                roster.subscribe(peer, change.topic());
            }
        } else if (topic != null) {
            meshes.remove(topic, peer);
            roster.unsubscribe(peer, topic);
        }
    }

    private void messages(PeerState peer, List<PubsubMessage> messages, long now) {
        if (messages.isEmpty()) {
            return;
        }
        if (!peer.isDirect() && !gater.admits(peer.conduct(), now)) {
            roster.refuse(peer, Refusal.THROTTLED);
            return;
        }
        for (PubsubMessage message : messages) {
            intake.received(peer, message, now).ifPresent(candidate -> {
                rumours.fulfilled(candidate.id());
                intake.check(candidate, now);
            });
        }
    }

    private void control(PeerState peer, Control control, long now) {
        if (!control.offers().isEmpty()) {
            rumours.offered(peer, control.offers(), id -> intake.isNew(id, now), now);
        }
        rumours.wanted(peer, control.wanted());
        control.grafts().forEach(topic -> requests.grafted(peer, topic, now));
        control.prunes().forEach(prune -> requests.pruned(peer, prune, now));
        rumours.unwanted(peer, control, beats);
    }

    /**
     * The signature of {@code candidate} is good, or it needs none: whether the program is to judge it. Not before this do we
     * tell others not to send it: else who forges one could keep the true one from us.
     */
    public boolean proven(Candidate candidate, long now) {
        boolean proven = intake.proven(candidate, now);
        if (proven) {
            rumours.tellUnwanted(candidate);
        }
        return proven;
    }

    /** The signature of {@code candidate} is not its author's. */
    public void forged(Candidate candidate) {
        intake.end(candidate, Refusal.BAD_SIGNATURE);
    }

    /** The program has judged {@code candidate}, after it was {@link #proven}. */
    public void judged(Candidate candidate, Verdict verdict, long now) {
        switch (verdict) {
            case ACCEPT -> {
                intake.accept(candidate, now);
                distribution.forward(candidate);
                sink.deliver(candidate);
            }
            case IGNORE -> intake.end(candidate, Refusal.IGNORED);
            case REJECT -> intake.end(candidate, Refusal.REJECTED);
        }
    }

    /** Subscribes to {@code name}. */
    public void join(String name, long now) {
        TopicState topic = roster.require(name);
        if (topic.isJoined()) {
            return;
        }
        topic.joined(true);
        tellAll(new SubscriptionChange(true, name));
        List.copyOf(topic.fanout()).stream()
                .filter(peer -> meshes.mayGraft(topic, peer, now))
                .forEach(peer -> meshes.graft(topic, peer, now));
        topic.fanout().clear();
        meshes.graftSome(
                topic, settings.mesh().degrees().target() - topic.mesh().size(), now);
    }

    /** Takes the subscription to {@code name} back. */
    public void part(String name, long now) {
        TopicState topic = roster.joined(name);
        if (topic == null) {
            return;
        }
        topic.joined(false);
        tellAll(new SubscriptionChange(false, name));
        List.copyOf(topic.mesh()).forEach(peer -> meshes.prune(topic, peer, Meshes.Reason.LEFT, now));
        roster.dropIfIdle(topic);
    }

    private void tellAll(SubscriptionChange change) {
        Piece piece = Piece.of(change);
        roster.peers().forEach(peer -> peer.send(piece));
    }

    /** Sends a message of ours; tells to how many peers, or nothing when the same was published before. */
    public OptionalInt publish(PubsubMessage message, ByteString id, long now) {
        if (!intake.published(id, now)) {
            return OptionalInt.empty();
        }
        TopicState topic = roster.require(message.topic());
        int recipients = distribution.publish(topic, message, id, now);
        observer.published(message.topic(), recipients);
        roster.dropIfIdle(topic);
        return OptionalInt.of(recipients);
    }

    /** Keeps the meshes in shape; to be called at each {@link RouterSettings#heartbeat}. */
    public void beat(long now) {
        fade(now);
        rumours.beat(beats, now);
        intake.beat(now);
        if (beats % DIRECT_BEATS == 0) {
            settings.direct().stream()
                    .sorted()
                    .filter(peer -> roster.peer(peer) == null)
                    .forEach(sink::connect);
        }
        for (TopicState topic : roster.everyTopic()) {
            beat(topic, now);
        }
        cache.shift();
        beats++;
    }

    private void fade(long now) {
        scores.refresh(now);
        if (gater.tick(now)) {
            for (PeerState peer : roster.peers()) {
                gater.fade(peer.conduct());
            }
        }
        observer.scores(this::scores);
    }

    private Map<PeerId, Double> scores() {
        Map<PeerId, Double> all = new LinkedHashMap<>();
        roster.peers().forEach(peer -> all.put(peer.id(), roster.score(peer)));
        return all;
    }

    private void beat(TopicState topic, long now) {
        if (beats % BACKOFF_BEATS == 0) {
            topic.forgetBackoffs(now, settings.mesh().backoffSlack().toNanos());
        }
        if (topic.isJoined()) {
            upkeep.beat(topic, beats, now);
            observer.meshSize(topic.name(), topic.mesh().size());
        }
        distribution.beat(topic, now);
        if (topic.isJoined() || !topic.fanout().isEmpty()) {
            rumours.offer(topic);
        }
        roster.dropIfIdle(topic);
    }

    /** The topics that we subscribed to, in order of their names. */
    public Set<String> topics() {
        Set<String> names = new TreeSet<>();
        roster.topics().stream()
                .filter(TopicState::isJoined)
                .map(TopicState::name)
                .forEach(names::add);
        return names;
    }

    /** Peers that subscribed to {@code name}, as far as we are connected. */
    public List<PeerId> peers(String name) {
        return ids(roster.find(name), true);
    }

    /** Peers in our mesh of {@code name}. */
    public List<PeerId> mesh(String name) {
        return ids(roster.find(name), false);
    }

    private static List<PeerId> ids(@Nullable TopicState topic, boolean all) {
        if (topic == null) {
            return List.of();
        }
        Set<PeerState> some = all ? topic.subscribers() : topic.mesh();
        return some.stream().map(PeerState::id).toList();
    }

    /** What {@code peer} is worth; nothing when it is not connected. */
    public OptionalDouble score(PeerId peer) {
        PeerState known = roster.peer(peer);
        return known == null ? OptionalDouble.empty() : OptionalDouble.of(roster.score(known));
    }

    /** Whether {@code peer} is connected, and speaks {@code version} or better. */
    public boolean speaks(PeerId peer, Version version) {
        PeerState known = roster.peer(peer);
        return known != null && known.version().compareTo(version) >= 0;
    }

    /** Entries of all caches together: what remotes can make grow. */
    public int remembered() {
        return intake.remembered() + rumours.asked();
    }
}
