package dev.granary.reputation.score;

import static dev.granary.reputation.evidence.ObservationBuilder.START;
import static dev.granary.reputation.evidence.ObservationBuilder.anObservation;

import dev.granary.reputation.evidence.Evidence;
import dev.granary.reputation.evidence.EvidenceSettings;
import dev.granary.reputation.evidence.GroupStanding;
import dev.granary.reputation.evidence.ObservationBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A toy swarm for {@link SelectionSimulationTest}: 60 honest peers, 40 attackers each in its own network group, and a
 * mirror that picks the best of 12 candidates for each of 20,000 requests.
 */
final class Swarm {
    static final int HONEST = 60;
    static final int ATTACKERS = 40;
    static final int REQUESTS = 20_000;

    private static final int CANDIDATES = 12;
    private static final double HONEST_FAILURES = 0.03;
    private static final double EXPLORED = 0.10;
    private static final int SMALL = 256 * 1024;
    private static final double SEED_THRESHOLD = 0.7;
    private static final Duration BETWEEN_REQUESTS = Duration.ofSeconds(30);
    private static final EvidenceSettings SETTINGS = EvidenceSettings.PROVEN;

    /** How an attacker behaves when asked for the n-th time under its present identity. */
    interface Attack {
        boolean poisons(int asked, int bytes, Random random);

        /** Whether it comes back as someone new once nobody asks it by choice any more. */
        default boolean changesIdentity() {
            return false;
        }
    }

    /** Who is chosen by which number. */
    enum Chooser {
        SEED,
        HARDENED
    }

    /** What came of all requests. */
    record Outcome(int corruptFirst, int corruptInSecondHalf, double honestShutOut) {}

    private final List<Peer> peers = new ArrayList<>();
    private final Random random;
    private final Attack attack;
    private final Chooser chooser;

    Swarm(long seed, Attack attack, Chooser chooser) {
        this.random = new Random(seed);
        this.attack = attack;
        this.chooser = chooser;
        for (int i = 0; i < HONEST + ATTACKERS; i++) {
            peers.add(new Peer(i < HONEST, 80 + random.nextInt(200)));
        }
    }

    Outcome run() {
        int corrupt = 0;
        int late = 0;
        double shutOut = 0;
        for (int request = 0; request < REQUESTS; request++) {
            Instant now = START.plus(BETWEEN_REQUESTS.multipliedBy(request));
            if (fetch(now)) {
                corrupt++;
                late += request >= REQUESTS / 2 ? 1 : 0;
            }
            if (request % 1000 == 999) {
                shutOut += honestShutOut(now) / (REQUESTS / 1000.0);
            }
        }
        return new Outcome(corrupt, late, shutOut);
    }

    /** One request; true when the first answer was corrupt. */
    private boolean fetch(Instant now) {
        int bytes = random.nextInt(5) == 0 ? 1 << 20 | random.nextInt(4 << 20) : random.nextInt(SMALL);
        List<Peer> candidates = candidates();
        Peer chosen = choose(candidates, bytes, now);
        return chosen != null && chosen.answer(bytes, now);
    }

    private List<Peer> candidates() {
        List<Peer> candidates = new ArrayList<>(CANDIDATES);
        while (candidates.size() < CANDIDATES) {
            Peer peer = peers.get(random.nextInt(peers.size()));
            if (!candidates.contains(peer)) {
                candidates.add(peer);
            }
        }
        return candidates;
    }

    private @Nullable Peer choose(List<Peer> candidates, int bytes, Instant now) {
        candidates.forEach(candidate -> candidate.refresh(now));
        if (chooser == Chooser.HARDENED && bytes <= SMALL && random.nextDouble() < EXPLORED) {
            List<Peer> unknown = candidates.stream()
                    .filter(peer -> peer.assessment.standing() == Assessment.Standing.EXPLORABLE)
                    .toList();
            if (!unknown.isEmpty()) {
                return unknown.get(random.nextInt(unknown.size()));
            }
        }
        return candidates.stream()
                .filter(Peer::isEligible)
                .max(Comparator.comparingDouble(Peer::chosenBy))
                .orElse(null);
    }

    private double honestShutOut(Instant now) {
        peers.forEach(peer -> peer.refresh(now));
        return peers.stream().filter(peer -> peer.honest && !peer.isReachable()).count() / (double) HONEST;
    }

    /** One peer, alone in its network group, which outlives its identities. */
    private final class Peer {
        private final boolean honest;
        private final int millis;
        private GroupStanding group = GroupStanding.NONE.withOnePeerMore();
        private Evidence evidence = Evidence.startingAt(START);
        private Assessment assessment = Scoring.PROVEN.assess(evidence, group, START);
        private int asked;

        Peer(boolean honest, int millis) {
            this.honest = honest;
            this.millis = millis;
        }

        void refresh(Instant now) {
            assessment = Scoring.PROVEN.assess(evidence, group, now);
            if (!honest && attack.changesIdentity() && asked > 0 && !isReachable()) {
                evidence = Evidence.startingAt(now);
                group = group.withOnePeerMore();
                asked = 0;
                assessment = Scoring.PROVEN.assess(evidence, group, now);
            }
        }

        boolean isEligible() {
            return switch (chooser) {
                case SEED -> assessment.seedScore() >= SEED_THRESHOLD;
                case HARDENED -> assessment.isEligible();
            };
        }

        boolean isReachable() {
            return isEligible()
                    || (chooser == Chooser.HARDENED && assessment.standing() == Assessment.Standing.EXPLORABLE);
        }

        double chosenBy() {
            return switch (chooser) {
                case SEED -> assessment.seedScore();
                case HARDENED -> assessment.score();
            };
        }

        boolean answer(int bytes, Instant now) {
            asked++;
            boolean poisoned = !honest && attack.poisons(asked, bytes, random);
            ObservationBuilder seen = anObservation().at(now);
            if (poisoned) {
                group = group.struckAt(now, SETTINGS.strikeHalfLife());
                evidence = evidence.plus(seen.corrupt().build(), SETTINGS);
            } else if (honest && random.nextDouble() < HONEST_FAILURES) {
                evidence = evidence.plus(seen.failed().build(), SETTINGS);
            } else {
                String packageName = "p" + random.nextInt(50);
                evidence =
                        evidence.plus(seen.verified(bytes, millis, packageName).build(), SETTINGS);
            }
            return poisoned;
        }
    }
}
