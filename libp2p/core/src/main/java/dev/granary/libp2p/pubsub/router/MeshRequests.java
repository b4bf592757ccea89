package dev.granary.libp2p.pubsub.router;

import dev.granary.libp2p.P2pException;
import dev.granary.libp2p.identity.SignedEnvelope;
import dev.granary.libp2p.multiformats.PeerId;
import dev.granary.libp2p.peerstore.CertifiedRecord;
import dev.granary.libp2p.pubsub.wire.Prune;
import java.time.Duration;

/** GRAFTs and PRUNEs of others. */
final class MeshRequests {
    private static final Duration LONGEST_BACKOFF = Duration.ofHours(1);

    private final MeshSettings settings;
    private final double exchangeFrom;
    private final Roster roster;
    private final Meshes meshes;
    private final RouterSink sink;

    MeshRequests(RouterSettings settings, Roster roster, Meshes meshes, RouterSink sink) {
        this.settings = settings.mesh();
        this.exchangeFrom = settings.scores().thresholds().exchange();
        this.roster = roster;
        this.meshes = meshes;
        this.sink = sink;
    }

    /** {@code peer} has taken us into its mesh. That of an unknown topic says nothing: it could be a way to learn ours. */
    void grafted(PeerState peer, String name, long now) {
        TopicState topic = roster.joined(name);
        if (topic == null || topic.mesh().contains(peer)) {
            return;
        }
        if (topic.backoff(peer.id(), now) > 0) {
            graftedTooEarly(peer, topic, now);
        } else if (peer.isDirect() || !peer.version().hasMesh() || roster.score(peer) < 0) {
            roster.refuse(peer, Refusal.GRAFT_REFUSED);
            meshes.refuse(topic, peer, Meshes.Reason.DISTRUST, now);
        } else if (topic.mesh().size() >= settings.degrees().high() && !peer.isDialled()) {
            roster.refuse(peer, Refusal.GRAFT_REFUSED);
            meshes.refuse(topic, peer, Meshes.Reason.FULL, now);
        } else {
            meshes.add(topic, peer, now);
        }
    }

    private void graftedTooEarly(PeerState peer, TopicState topic, long now) {
        roster.refuse(peer, Refusal.GRAFT_IN_BACKOFF);
        long since = settings.pruneBackoff().toNanos() - topic.backoff(peer.id(), now);
        if (since < settings.graftFlood().toNanos()) {
            roster.refuse(peer, Refusal.GRAFT_IN_BACKOFF);
        }
        meshes.refuse(topic, peer, Meshes.Reason.DISTRUST, now);
    }

    /** {@code peer} has taken us out of its mesh. */
    void pruned(PeerState peer, Prune prune, long now) {
        TopicState topic = roster.joined(prune.topic());
        if (topic == null) {
            return;
        }
        meshes.remove(topic, peer);
        topic.backOff(peer.id(), now + backoff(prune).toNanos());
        if (prune.others().isEmpty()) {
            return;
        }
        if (roster.score(peer) < exchangeFrom) {
            roster.refuse(peer, Refusal.UNTRUSTED_EXCHANGE);
            return;
        }
        prune.others().stream().limit(settings.exchangedPeers()).forEach(other -> exchange(peer, other));
    }

    private Duration backoff(Prune prune) {
        if (prune.backoffSeconds().isEmpty() || prune.backoffSeconds().getAsLong() == 0) {
            return settings.pruneBackoff();
        }
        long seconds = prune.backoffSeconds().getAsLong();
        return Long.compareUnsigned(seconds, LONGEST_BACKOFF.toSeconds()) > 0
                ? LONGEST_BACKOFF
                : Duration.ofSeconds(seconds);
    }

    /** Dials whoever has signed where it is; what peers merely say of each other could send us anywhere. */
    private void exchange(PeerState peer, Prune.Other other) {
        try {
            PeerId named = PeerId.decode(other.peer().toByteArray());
            CertifiedRecord signed =
                    CertifiedRecord.of(SignedEnvelope.decode(other.certificate().toByteArray()));
            if (!signed.content().peer().equals(named)) {
                roster.refuse(peer, Refusal.UNTRUSTED_EXCHANGE);
            } else if (roster.peer(named) == null) {
                sink.connect(signed);
            }
        } catch (P2pException unsigned) {
            roster.refuse(peer, Refusal.UNTRUSTED_EXCHANGE);
        }
    }
}
