package dev.granary.reputation.score;

import static org.assertj.core.api.Assertions.assertThat;

import dev.granary.reputation.score.Swarm.Attack;
import dev.granary.reputation.score.Swarm.Chooser;
import dev.granary.reputation.score.Swarm.Outcome;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** T1 of the trust notes: the attacks of its table against both scores. */
final class SelectionSimulationTest {
    private static final Attack WHITEWASH = new Attack() {
        @Override
        public boolean poisons(int asked, int bytes, Random random) {
            return true;
        }

        @Override
        public boolean changesIdentity() {
            return true;
        }
    };
    private static final Attack ON_OFF = (asked, _, _) -> asked % 25 > 20;
    private static final Attack GROOM_SMALL_POISON_BIG = (_, bytes, _) -> bytes > 1 << 20;
    private static final Attack HALF_CORRUPT = (_, _, random) -> random.nextBoolean();

    static LongStream seeds() {
        return LongStream.of(1, 2, new Random().nextLong());
    }

    @ParameterizedTest(name = "seed={0}")
    @MethodSource("seeds")
    void aNewIdentityGainsNothing(long seed) {
        // When
        Outcome outcome = hardened(seed, WHITEWASH);

        // Then
        assertThat(outcome.corruptFirst()).isLessThan(percentOfRequests(2));
        assertThat(outcome.corruptInSecondHalf()).isLessThan(outcome.corruptFirst() / 2);
        assertThat(outcome.honestShutOut()).isLessThan(0.02);
    }

    @ParameterizedTest(name = "seed={0}")
    @MethodSource("seeds")
    void goodBehaviourForAWhileBuysNoBadOne(long seed) {
        // When
        Outcome outcome = hardened(seed, ON_OFF);

        // Then
        assertThat(outcome.corruptFirst()).isLessThan(60);
        assertThat(outcome.corruptInSecondHalf()).isLessThan(12);
        assertThat(outcome.honestShutOut()).isLessThan(0.02);
    }

    @ParameterizedTest(name = "seed={0}")
    @MethodSource("seeds")
    void smallGoodFilesBuyNoBigBadOne(long seed) {
        // When
        Outcome outcome = hardened(seed, GROOM_SMALL_POISON_BIG);

        // Then
        assertThat(outcome.corruptFirst()).isLessThan(60);
        assertThat(outcome.corruptInSecondHalf()).isLessThan(20);
        assertThat(outcome.honestShutOut()).isLessThan(0.02);
    }

    @ParameterizedTest(name = "seed={0}")
    @MethodSource("seeds")
    void whoLiesHalfOfTheTimeIsFoundOutOnceAndForAll(long seed) {
        // When
        Outcome outcome = hardened(seed, HALF_CORRUPT);

        // Then
        assertThat(outcome.corruptFirst()).isLessThan(60);
        assertThat(outcome.corruptInSecondHalf()).isLessThan(6);
        assertThat(outcome.honestShutOut()).isLessThan(0.02);
    }

    @Test
    void theFoundingFormulaIsGamedByBoth() {
        // Given
        Chooser seedFormula = Chooser.SEED;

        // When
        Outcome whitewash = new Swarm(1, WHITEWASH, seedFormula).run();
        Outcome onOff = new Swarm(1, ON_OFF, seedFormula).run();

        // Then
        assertThat(whitewash.corruptFirst())
                .isGreaterThan(2 * hardened(1, WHITEWASH).corruptFirst());
        assertThat(onOff.corruptFirst()).isGreaterThan(2 * hardened(1, ON_OFF).corruptFirst());
        assertThat(whitewash.honestShutOut()).isGreaterThan(0.02);
    }

    private static int percentOfRequests(int percent) {
        return Swarm.REQUESTS * percent / 100;
    }

    private static Outcome hardened(long seed, Attack attack) {
        return new Swarm(seed, attack, Chooser.HARDENED).run();
    }
}
