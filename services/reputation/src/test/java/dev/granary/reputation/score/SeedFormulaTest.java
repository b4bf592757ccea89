package dev.granary.reputation.score;

import static dev.granary.reputation.evidence.ObservationBuilder.START;
import static dev.granary.reputation.evidence.ObservationBuilder.anObservation;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.granary.reputation.evidence.Evidence;
import dev.granary.reputation.evidence.EvidenceSettings;
import java.time.Duration;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SeedFormulaTest {
    @Test
    void gives085ToANewPeer() {
        SeedFacts facts = SeedFacts.of(Evidence.startingAt(START), START);

        assertThat(SeedFormula.score(facts)).isCloseTo(0.85, within(1e-12));
    }

    @Test
    void gives0624ToAnHonestSlowPeer() {
        SeedFacts facts = new SeedFacts(1, 4000, 3, 5, OptionalDouble.empty());

        assertThat(SeedFormula.score(facts)).isCloseTo(0.624, within(5e-4));
    }

    @ParameterizedTest
    @CsvSource({"0, 0.1", "50, 0.05", "99, 0.001", "100, 0", "20000, 0"})
    void addsABonusForNearnessBelow100Kilometres(double kilometres, double bonus) {
        SeedFacts facts = new SeedFacts(0.5, 4000, 0, 9, OptionalDouble.of(kilometres));
        SeedFacts anywhere = new SeedFacts(0.5, 4000, 0, 9, OptionalDouble.empty());

        assertThat(SeedFormula.score(facts) - SeedFormula.score(anywhere)).isCloseTo(bonus, within(1e-12));
    }

    @Test
    void neverExceedsOne() {
        assertThat(SeedFormula.score(new SeedFacts(1, 0, 50, 0, OptionalDouble.of(0))))
                .isEqualTo(1);
    }

    @Test
    void countsWholeHoursAndNoNegativeOnes() {
        Evidence evidence = Evidence.startingAt(START);

        assertThat(SeedFacts.of(evidence, START.plus(Duration.ofMinutes(119))).hoursSinceSeen())
                .isEqualTo(1);
        assertThat(SeedFacts.of(evidence, START.minus(Duration.ofDays(9))).hoursSinceSeen())
                .isZero();
    }

    @Test
    void countsFailuresAndCorruptAnswersAlike() {
        // Given
        Evidence evidence = Evidence.startingAt(START)
                .plus(anObservation().build(), EvidenceSettings.PROVEN)
                .plus(anObservation().failed().build(), EvidenceSettings.PROVEN)
                .plus(anObservation().corrupt().build(), EvidenceSettings.PROVEN)
                .plus(anObservation().verified(0, 100, "pkg:npm/b").build(), EvidenceSettings.PROVEN);

        // When
        SeedFacts facts = SeedFacts.of(evidence, START);

        // Then
        assertThat(facts.successRate()).isEqualTo(0.5);
        assertThat(facts.packages()).isEqualTo(2);
    }

    @Test
    void explainsItselfInTermsThatAddUp() {
        SeedFacts facts = new SeedFacts(0.75, 1999, 4, 2, OptionalDouble.of(30));

        assertThat(SeedFormula.explain(facts).stream()
                        .mapToDouble(Term::contribution)
                        .sum())
                .isCloseTo(SeedFormula.score(facts), within(1e-12));
        assertThat(SeedFormula.explain(facts))
                .allSatisfy(term -> assertThat(term.sentence()).endsWith("."));
    }
}
