package dev.granary.libp2p.pubsub.router;

import com.google.protobuf.ByteString;
import dev.granary.libp2p.pubsub.score.PeerScores;
import dev.granary.libp2p.pubsub.wire.Piece;
import dev.granary.libp2p.pubsub.wire.Prune;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;

/** Takes peers into meshes and out of them, and tells them. */
final class Meshes {
    private final MeshSettings settings;
    private final Roster roster;
    private final PeerScores scores;
    private final RouterSink sink;
    private final GossipObserver observer;
    private final RandomGenerator random;

    Meshes(
            MeshSettings settings,
            Roster roster,
            PeerScores scores,
            RouterSink sink,
            GossipObserver observer,
            RandomGenerator random) {
        this.settings = settings;
        this.roster = roster;
        this.scores = scores;
        this.sink = sink;
        this.observer = observer;
        this.random = random;
    }

    /** Why a peer is pruned, and so what it is told. */
    enum Reason {
        /** There are too many: it is told of others. */
        FULL,
        /** We leave the topic: it may be grafted again soon. */
        LEFT,
        /** It is not trusted, so it learns nothing. */
        DISTRUST
    }

    boolean mayGraft(TopicState topic, PeerState peer, long now) {
        return peer.version().hasMesh()
                && !peer.isDirect()
                && !topic.mesh().contains(peer)
                && !topic.backsOff(peer.id(), now, settings.backoffSlack().toNanos())
                && roster.score(peer) >= 0;
    }

    /** Grafts {@code count} peers at most, by chance. */
    void graftSome(TopicState topic, int count, long now) {
        for (PeerState peer : Chance.pick(topic.subscribers(), count, one -> mayGraft(topic, one, now), random)) {
            graft(topic, peer, now);
        }
    }

    void graft(TopicState topic, PeerState peer, long now) {
        add(topic, peer, now);
        peer.send(Piece.graft(topic.name()));
    }

    /** {@code peer} is in the mesh, and knows. */
    void add(TopicState topic, PeerState peer, long now) {
        topic.mesh().add(peer);
        topic.fanout().remove(peer);
        scores.grafted(peer.standing(), topic.name(), now);
        sink.inMesh(peer.id(), topic.name(), true);
        observer.grafted(topic.name(), peer.id());
    }

    void prune(TopicState topic, PeerState peer, Reason reason, long now) {
        remove(topic, peer);
        refuse(topic, peer, reason, now);
    }

    /** Tells {@code peer} that it is not in the mesh, and is not to be for a while. */
    void refuse(TopicState topic, PeerState peer, Reason reason, long now) {
        Duration backoff = reason == Reason.LEFT ? settings.unsubscribeBackoff() : settings.pruneBackoff();
        topic.backOff(peer.id(), now + backoff.toNanos());
        if (!peer.version().exchangesPeers()) {
            peer.send(Piece.of(new Prune(topic.name(), List.of(), OptionalLong.empty())));
            return;
        }
        List<Prune.Other> others = reason == Reason.FULL && settings.exchange() ? others(topic, peer) : List.of();
        peer.send(Piece.of(new Prune(topic.name(), others, OptionalLong.of(backoff.toSeconds()))));
    }

    /** {@code peer} is in the mesh no more, and knows or is gone. */
    void remove(TopicState topic, PeerState peer) {
        if (topic.mesh().remove(peer)) {
            scores.pruned(peer.standing(), topic.name());
            sink.inMesh(peer.id(), topic.name(), false);
            observer.pruned(topic.name(), peer.id());
        }
    }

    private List<Prune.Other> others(TopicState topic, PeerState pruned) {
        List<Prune.Other> others = new ArrayList<>();
        for (PeerState other : Chance.pick(
                topic.subscribers(),
                settings.exchangedPeers(),
                one -> !one.equals(pruned) && roster.score(one) >= 0,
                random)) {
            Optional<ByteString> certificate = sink.certificateOf(other.id());
            certificate.ifPresent(signed ->
                    others.add(new Prune.Other(ByteString.copyFrom(other.id().bytes()), signed)));
        }
        return others;
    }
}
