package dev.granary.reputation.score;

import static dev.granary.reputation.evidence.ObservationBuilder.START;
import static dev.granary.reputation.evidence.ObservationBuilder.anObservation;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.granary.reputation.evidence.DecayingSum;
import dev.granary.reputation.evidence.Evidence;
import dev.granary.reputation.evidence.EvidenceSettings;
import dev.granary.reputation.evidence.FetchResult;
import dev.granary.reputation.evidence.GroupStanding;
import dev.granary.reputation.evidence.Observation;
import dev.granary.reputation.evidence.Weights;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** T2 of the trust notes. */
final class ScoringPropertyTest {
    private static final EvidenceSettings SETTINGS = EvidenceSettings.PROVEN;
    private static final double ROUNDING = 1e-8;

    static LongStream seeds() {
        return LongStream.concat(LongStream.range(0, 300), LongStream.of(new Random().nextLong()));
    }

    @ParameterizedTest(name = "seed={0}")
    @MethodSource("seeds")
    void everyScoreIsBetweenZeroAndOneWhateverTheClockSays(long seed) {
        // Given
        Random random = new Random(seed);
        Evidence evidence = history(random, true);
        GroupStanding group = group(random);
        Instant now = START.plus(Duration.ofMinutes(random.nextLong(-500_000, 500_000)));

        // When
        Assessment assessment = Scoring.PROVEN.assess(evidence, group, now);

        // Then
        assertThat(assessment.score()).isBetween(0.0, 1.0);
        assertThat(assessment.seedScore()).isBetween(0.0, 1.0);
    }

    @ParameterizedTest(name = "seed={0}")
    @MethodSource("seeds")
    void aVerifiedSuccessNoSlowerThanTheAverageNeverLowersTheScore(long seed) {
        // Given
        Random random = new Random(seed);
        Evidence before = history(random, true);
        GroupStanding group = group(random);
        Instant now = later(before, random);
        long millis = (long) before.pace().transferMillis();
        Observation success = anObservation()
                .verified(random.nextInt(1 << 20), millis, "p" + random.nextInt(20))
                .at(now)
                .build();

        // When
        Evidence after = before.plus(success, SETTINGS);

        // Then
        assertThat(score(after, group, now)).isGreaterThanOrEqualTo(score(before, group, now) - ROUNDING);
    }

    @ParameterizedTest(name = "seed={0}")
    @MethodSource("seeds")
    void aFailureNeverRaisesTheScore(long seed) {
        // Given
        Random random = new Random(seed);
        Evidence before = history(random, true);
        GroupStanding group = group(random);
        Instant now = later(before, random);

        // When
        Evidence after = before.plus(anObservation().failed().at(now).build(), SETTINGS);

        // Then
        assertThat(score(after, group, now)).isLessThanOrEqualTo(score(before, group, now) + ROUNDING);
    }

    @ParameterizedTest(name = "seed={0}")
    @MethodSource("seeds")
    void aCorruptAnswerMakesItZeroAndLeavesItLowerAfterwards(long seed) {
        // Given
        Random random = new Random(seed);
        Evidence before = history(random, false).plus(anObservation().at(START).build(), SETTINGS);
        Instant now = later(before, random);

        // When
        Evidence after = before.plus(anObservation().corrupt().at(now).build(), SETTINGS);

        // Then
        Instant free = after.quarantinedUntil(SETTINGS).orElseThrow();
        assertThat(score(after, GroupStanding.NONE, now)).isZero();
        assertThat(score(after, GroupStanding.NONE, free.minusMillis(1))).isZero();
        assertThat(score(after, GroupStanding.NONE, free)).isLessThan(score(before, GroupStanding.NONE, free));
    }

    @ParameterizedTest(name = "seed={0}")
    @MethodSource("seeds")
    void anUnusedSourceFallsTowardZeroWhenNothingBadWasSeen(long seed) {
        // Given
        Random random = new Random(seed);
        Evidence evidence = withoutBad(history(random, false));
        GroupStanding alone = GroupStanding.NONE;
        Instant now = later(evidence, random);
        Instant afterwards = now.plus(Duration.ofMinutes(random.nextInt(100_000)));

        // When
        double fallen = score(evidence, alone, afterwards);

        // Then
        assertThat(fallen).isLessThanOrEqualTo(score(evidence, alone, now));
        assertThat(score(evidence, alone, now.plus(Duration.ofDays(120)))).isLessThan(1e-3);
    }

    @ParameterizedTest(name = "seed={0}")
    @MethodSource("seeds")
    void anUnusedSourceNeverExceedsWhatItsVerifiedTransfersAloneWouldGive(long seed) {
        // Given
        Random random = new Random(seed);
        Evidence evidence = history(random, true);
        Instant afterwards = later(evidence, random).plus(Duration.ofMinutes(random.nextInt(100_000)));

        // When
        double score = score(evidence, GroupStanding.NONE, afterwards);

        // Then
        assertThat(score).isLessThanOrEqualTo(score(withoutBad(evidence), GroupStanding.NONE, afterwards) + ROUNDING);
    }

    @ParameterizedTest(name = "seed={0}")
    @MethodSource("seeds")
    void theOrderOfEventsWithOneTimeStampDoesNotChangeTheWeights(long seed) {
        // Given
        Random random = new Random(seed);
        Evidence past = history(random, true);
        Instant moment = START.plus(Duration.ofMinutes(random.nextInt(20_000)));
        List<Observation> inOrder = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            inOrder.add(anyObservation(random, moment, true));
        }
        List<Observation> shuffled = new ArrayList<>(inOrder);
        Collections.shuffle(shuffled, random);

        // When
        Evidence one = all(past, inOrder);
        Evidence other = all(past, shuffled);

        // Then
        assertThat(other.weights()).isEqualTo(one.weights());
        assertThat(other.tally()).isEqualTo(one.tally());
        assertThat(other.sightings()).isEqualTo(one.sightings());
        assertThat(other.quarantinedUntil(SETTINGS)).isEqualTo(one.quarantinedUntil(SETTINGS));
    }

    @ParameterizedTest(name = "seed={0}")
    @MethodSource("seeds")
    void eventsInAnyOrderGiveNearlyTheSameWeights(long seed) {
        // Given
        Random random = new Random(seed);
        List<Observation> inOrder = observations(random, true);
        List<Observation> shuffled = new ArrayList<>(inOrder);
        Collections.shuffle(shuffled, random);
        Instant now = START.plus(Duration.ofDays(30));

        // When
        Assessment one = Scoring.PROVEN.assess(all(Evidence.startingAt(START), inOrder), GroupStanding.NONE, now);
        Assessment other = Scoring.PROVEN.assess(all(Evidence.startingAt(START), shuffled), GroupStanding.NONE, now);

        // Then
        assertThat(other.remaining().verified()).isCloseTo(one.remaining().verified(), within(1e-6));
        assertThat(other.remaining().failed()).isCloseTo(one.remaining().failed(), within(1e-6));
        assertThat(other.remaining().corrupt()).isCloseTo(one.remaining().corrupt(), within(1e-6));
        assertThat(other.quarantinedUntil()).isEqualTo(one.quarantinedUntil());
    }

    @ParameterizedTest(name = "seed={0}")
    @MethodSource("seeds")
    void theExplanationAddsUpToTheScore(long seed) {
        // Given
        Random random = new Random(seed);
        Evidence evidence = history(random, true);
        GroupStanding group = group(random);

        // When
        Explanation explanation = Scoring.PROVEN.explain(evidence, group, later(evidence, random));

        // Then
        double sum = 0;
        double factor = 1;
        for (Term term : explanation.scoreTerms()) {
            switch (term.effect()) {
                case ADDS -> sum += term.contribution();
                case MULTIPLIES -> factor *= term.contribution();
            }
        }
        assertThat(sum * factor).isCloseTo(explanation.assessment().score(), within(1e-12));
    }

    @Test
    void nothingKnownIsWorthNothing() {
        Assessment assessment = Scoring.PROVEN.assess(Evidence.startingAt(START), GroupStanding.NONE, START);

        assertThat(assessment.score()).isZero();
        assertThat(assessment.standing()).isEqualTo(Assessment.Standing.EXPLORABLE);
    }

    private static double score(Evidence evidence, GroupStanding group, Instant now) {
        return Scoring.PROVEN.assess(evidence, group, now).score();
    }

    private static Evidence withoutBad(Evidence evidence) {
        Weights good = new Weights(evidence.weights().verified(), DecayingSum.NONE, DecayingSum.NONE);
        Evidence never = Evidence.startingAt(START);
        return new Evidence(good, never.tally(), evidence.pace(), evidence.packages(), evidence.sightings());
    }

    private static Instant later(Evidence evidence, Random random) {
        return evidence.sightings().last().plus(Duration.ofMinutes(random.nextInt(20_000)));
    }

    private static GroupStanding group(Random random) {
        DecayingSum strikes = DecayingSum.NONE.plus(random.nextInt(4), START, SETTINGS.strikeHalfLife());
        return new GroupStanding(random.nextInt(12), strikes);
    }

    private static Evidence history(Random random, boolean withCorrupt) {
        return all(Evidence.startingAt(START), observations(random, withCorrupt));
    }

    private static List<Observation> observations(Random random, boolean withCorrupt) {
        List<Observation> all = new ArrayList<>();
        int count = random.nextInt(60);
        for (int i = 0; i < count; i++) {
            Instant at = START.plus(Duration.ofMinutes(random.nextInt(20_000)));
            all.add(anyObservation(random, at, withCorrupt));
        }
        return all;
    }

    private static Observation anyObservation(Random random, Instant at, boolean withCorrupt) {
        int roll = random.nextInt(100);
        if (roll < 70) {
            String name = "p" + random.nextInt(20);
            return anObservation()
                    .verified(random.nextInt(5 << 20), random.nextInt(90_000), name)
                    .at(at)
                    .build();
        }
        if (roll < 85) {
            return anObservation().failed().at(at).build();
        }
        if (roll < 90 && withCorrupt) {
            return anObservation().corrupt().at(at).build();
        }
        return anObservation().saying(new FetchResult.NotFound()).at(at).build();
    }

    private static Evidence all(Evidence evidence, List<Observation> observations) {
        Evidence sum = evidence;
        for (Observation observation : observations) {
            sum = sum.plus(observation, SETTINGS);
        }
        return sum;
    }
}
