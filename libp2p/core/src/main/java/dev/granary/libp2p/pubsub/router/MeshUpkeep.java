package dev.granary.libp2p.pubsub.router;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/** What is done to each mesh at a heartbeat. */
final class MeshUpkeep {
    private final MeshSettings settings;
    private final Roster roster;
    private final Meshes meshes;
    private final double opportunisticBelow;
    private final RandomGenerator random;

    MeshUpkeep(RouterSettings settings, Roster roster, Meshes meshes, RandomGenerator random) {
        this.settings = settings.mesh();
        this.roster = roster;
        this.meshes = meshes;
        this.opportunisticBelow = settings.scores().thresholds().opportunistic();
        this.random = random;
    }

    void beat(TopicState topic, long beat, long now) {
        MeshSettings.Degrees degrees = settings.degrees();
        pruneDistrusted(topic, now);
        if (topic.mesh().size() < degrees.low()) {
            meshes.graftSome(topic, degrees.target() - topic.mesh().size(), now);
        } else if (topic.mesh().size() > degrees.high()) {
            pruneSurplus(topic, now);
        }
        if (topic.mesh().size() >= degrees.low()) {
            graftOutbound(topic, now);
        }
        if (beat > 0 && beat % settings.opportunism().beats() == 0) {
            graftBetter(topic, now);
        }
    }

    private void pruneDistrusted(TopicState topic, long now) {
        List<PeerState> distrusted = List.of();
        for (PeerState peer : topic.mesh()) {
            if (roster.score(peer) < 0) {
                distrusted = distrusted.isEmpty() ? new ArrayList<>() : distrusted;
                distrusted.add(peer);
            }
        }
        distrusted.forEach(peer -> meshes.prune(topic, peer, Meshes.Reason.DISTRUST, now));
    }

    /** Keeps the best, and random others so that a mesh can't be taken over by scores. */
    private void pruneSurplus(TopicState topic, long now) {
        MeshSettings.Degrees degrees = settings.degrees();
        List<PeerState> ranked = new ArrayList<>(topic.mesh());
        Chance.cut(ranked, ranked.size(), random);
        ranked.sort(Comparator.comparingDouble(roster::score).reversed());
        List<PeerState> others = new ArrayList<>(ranked.subList(degrees.best(), ranked.size()));
        Chance.cut(others, others.size(), random);
        Set<PeerState> kept = new LinkedHashSet<>(ranked.subList(0, degrees.best()));
        long outbound = kept.stream().filter(PeerState::isDialled).count();
        for (PeerState peer : others) {
            if (outbound < degrees.outbound() && kept.size() < degrees.target() && peer.isDialled()) {
                kept.add(peer);
                outbound++;
            }
        }
        for (PeerState peer : others) {
            if (kept.size() < degrees.target()) {
                kept.add(peer);
            }
        }
        others.stream()
                .filter(peer -> !kept.contains(peer))
                .forEach(peer -> meshes.prune(topic, peer, Meshes.Reason.FULL, now));
    }

    private void graftOutbound(TopicState topic, long now) {
        int missing = settings.degrees().outbound();
        for (PeerState peer : topic.mesh()) {
            missing -= peer.isDialled() ? 1 : 0;
        }
        if (missing <= 0) {
            return;
        }
        Chance.pick(topic.subscribers(), missing, peer -> peer.isDialled() && meshes.mayGraft(topic, peer, now), random)
                .forEach(peer -> meshes.graft(topic, peer, now));
    }

    private void graftBetter(TopicState topic, long now) {
        if (topic.mesh().size() < 2) {
            return;
        }
        double[] scores =
                topic.mesh().stream().mapToDouble(roster::score).sorted().toArray();
        double median = scores[scores.length / 2];
        if (median < opportunisticBelow) {
            Chance.pick(
                            topic.subscribers(),
                            settings.opportunism().peers(),
                            peer -> meshes.mayGraft(topic, peer, now) && roster.score(peer) > median,
                            random)
                    .forEach(peer -> meshes.graft(topic, peer, now));
        }
    }
}
