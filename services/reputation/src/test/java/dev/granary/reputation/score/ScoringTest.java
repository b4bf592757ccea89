package dev.granary.reputation.score;

import static dev.granary.reputation.evidence.ObservationBuilder.START;
import static dev.granary.reputation.evidence.ObservationBuilder.anObservation;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.granary.reputation.evidence.AddressBlock;
import dev.granary.reputation.evidence.Evidence;
import dev.granary.reputation.evidence.EvidenceSettings;
import dev.granary.reputation.evidence.GroupStanding;
import dev.granary.reputation.evidence.NetworkGroups;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ScoringTest {
    private static final Scoring SCORING = Scoring.PROVEN;

    @ParameterizedTest
    @CsvSource({"0, 0.00", "2, 0.37", "5, 0.60", "20, 0.88"})
    void givesTheValuesOfTheNotesAfterSomeSmallTransfers(int transfers, double expected) {
        // Given
        Evidence evidence = smallTransfers(transfers);

        // When
        Explanation explanation = SCORING.explain(evidence, GroupStanding.NONE, START);

        // Then: the notes let speed and recency be full, and variety grow with the transfers
        assertThat(explanation.assessment().score()).isCloseTo(expected, within(0.006));
    }

    @Test
    void aCrowdedGroupSharesTheCreditOfThree() {
        Evidence evidence = smallTransfers(20);

        double alone = score(evidence, peers(1));

        assertThat(score(evidence, peers(3))).isEqualTo(alone);
        assertThat(score(evidence, peers(6))).isCloseTo(alone / 4, within(1e-12));
    }

    @Test
    void fiftyHonestPeersOfAnAllowListedSiteKeepTheirFullScore() {
        // Given: T4 of the trust notes
        NetworkGroups groups = new NetworkGroups(List.of(AddressBlock.parse("198.51.100.0/24")));
        Evidence evidence = smallTransfers(20);

        // When
        List<GroupStanding> standings = IntStream.rangeClosed(1, 50)
                .mapToObj(host -> groups.groupOf(InetAddress.ofLiteral("198.51.100." + host)))
                .map(group -> group.map(_ -> peers(50)).orElse(GroupStanding.NONE))
                .toList();

        // Then
        assertThat(standings)
                .allSatisfy(standing -> assertThat(score(evidence, standing)).isEqualTo(score(evidence, peers(1))));
    }

    @Test
    void aStrikeAgainstTheGroupHalvesTheScoreAndFades() {
        // Given
        EvidenceSettings settings = SCORING.evidenceSettings();
        Evidence evidence = smallTransfers(20);
        GroupStanding struck = peers(1).struckAt(START, settings.strikeHalfLife());

        // When
        double halved = score(evidence, struck);

        // Then
        assertThat(halved).isCloseTo(score(evidence, peers(1)) / 2, within(1e-9));
        assertThat(struck.strikes().at(START.plus(settings.strikeHalfLife()), settings.strikeHalfLife()))
                .isCloseTo(0.5, within(1e-9));
    }

    @Test
    void aSourceWithACorruptAnswerIsNeverExploredAgain() {
        // Given
        Evidence evidence =
                Evidence.startingAt(START).plus(anObservation().corrupt().build(), EvidenceSettings.PROVEN);

        // When
        Assessment free = SCORING.assess(evidence, GroupStanding.NONE, START.plusSeconds(5 * 3600));

        // Then
        assertThat(free.quarantinedUntil()).isEmpty();
        assertThat(free.standing()).isEqualTo(Assessment.Standing.BELOW_THRESHOLD);
    }

    @Test
    void saysWhyInOneSentence() {
        Evidence corrupt =
                Evidence.startingAt(START).plus(anObservation().corrupt().build(), EvidenceSettings.PROVEN);

        assertThat(SCORING.explain(corrupt, GroupStanding.NONE, START).sentence())
                .isEqualTo(
                        "Score 0.00 (seed 0.35): quarantined until 2026-03-01T04:00:00Z for an answer proven corrupt.");
        assertThat(SCORING.explain(smallTransfers(20), GroupStanding.NONE, START)
                        .sentence())
                .contains("at or above 0.35, asked by choice");
    }

    private static Evidence smallTransfers(int count) {
        Evidence evidence = Evidence.startingAt(START);
        for (int i = 0; i < count; i++) {
            evidence = evidence.plus(anObservation().verified(0, 10, "p" + i).build(), EvidenceSettings.PROVEN);
        }
        return evidence;
    }

    private static double score(Evidence evidence, GroupStanding standing) {
        return SCORING.assess(evidence, standing, START).score();
    }

    private static GroupStanding peers(int count) {
        GroupStanding standing = GroupStanding.NONE;
        for (int i = 0; i < count; i++) {
            standing = standing.withOnePeerMore();
        }
        return standing;
    }
}
