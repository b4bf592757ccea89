package dev.granary.fetchverify.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.granary.kernel.Ecosystem;
import dev.granary.kernel.PackageCoordinate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RecallBookTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final PackageCoordinate NAME = PackageCoordinate.of(new Ecosystem("npm"), "@s", "name", "");
    private static final PackageCoordinate ONE = NAME.withVersion("1.0.0");
    private static final PackageCoordinate TWO = NAME.withVersion("2.0.0");

    @Test
    void aRecalledVersionIsFoundAndItsNeighboursAreNot() {
        // Given
        RecallBook book = RecallBook.empty().with(decision(ONE, true, 1));

        // Then
        assertThat(book.findActive(ONE)).isPresent();
        assertThat(book.findActive(TWO)).isEmpty();
        assertThat(book.findActive(NAME)).isEmpty();
    }

    @Test
    void aRecalledPackageTakesAllItsVersionsAlong() {
        // Given
        RecallBook book = RecallBook.empty().with(decision(NAME, true, 1));

        // Then
        assertThat(book.findActive(ONE)).isPresent();
        assertThat(book.findActive(NAME)).isPresent();
        assertThat(book.find(ONE)).isEmpty();
    }

    @Test
    void liftingAVersionDoesNotLiftItsPackage() {
        // Given
        RecallBook book = RecallBook.of(List.of(
                decision(NAME, true, 1),
                decision(ONE, true, 1),
                decision(ONE, true, 1).lifted("fine", "someone", NOW)));

        // Then
        assertThat(book.findActive(ONE)).map(Recall::subject).contains(NAME);
        assertThat(book.find(ONE)).map(Recall::active).contains(false);
    }

    @Test
    void aLiftedRecallIsKeptButNotActive() {
        // Given
        Recall recall = decision(ONE, true, 3);

        // When
        RecallBook book = RecallBook.empty().with(recall).with(recall.lifted("fine", "someone", NOW));

        // Then
        assertThat(book.findActive(ONE)).isEmpty();
        assertThat(book.list()).singleElement().satisfies(latest -> {
            assertThat(latest.revision()).isEqualTo(4);
            assertThat(latest.reason()).isEqualTo("fine");
        });
    }

    @Test
    void anOlderOrRepeatedDecisionChangesNothing() {
        // Given
        RecallBook book = RecallBook.empty().with(decision(ONE, true, 2));

        // When
        RecallBook older = book.with(decision(ONE, false, 1));
        RecallBook repeated = book.with(decision(ONE, false, 2));

        // Then
        assertThat(older).isSameAs(book);
        assertThat(repeated).isSameAs(book);
    }

    @Test
    void ofTwoDecisionsMadeAtOnceTheCautiousOneStandsEverywhere() {
        // Given: two replicas that gave their decisions the same revision
        Recall lifted = decision(ONE, false, 2);
        Recall recalled = decision(ONE, true, 2);

        // When
        RecallBook here = RecallBook.empty().with(lifted).with(recalled);
        RecallBook there = RecallBook.empty().with(recalled).with(lifted);

        // Then
        assertThat(here.findActive(ONE)).contains(recalled);
        assertThat(there.list()).isEqualTo(here.list());
    }

    @Test
    void eachChangeHasItsOwnRevision() {
        // When
        RecallBook one = RecallBook.empty().with(decision(ONE, true, 1));
        RecallBook two = one.with(decision(TWO, true, 1));

        // Then
        assertThat(RecallBook.empty().revision()).isLessThan(one.revision());
        assertThat(one.revision()).isLessThan(two.revision());
        assertThat(one.findActive(TWO)).as("a book never changes").isEmpty();
    }

    @Test
    void listsBySubject() {
        // When
        RecallBook book =
                RecallBook.of(List.of(decision(TWO, true, 1), decision(ONE, true, 1), decision(NAME, true, 1)));

        // Then
        assertThat(book.list()).extracting(Recall::subject).isSorted().containsExactlyInAnyOrder(NAME, ONE, TWO);
    }

    @Test
    void aRevisionIsAtLeastOne() {
        assertThatIllegalArgumentException().isThrownBy(() -> decision(ONE, true, 0));
    }

    @ParameterizedTest(name = "seed={0}")
    @MethodSource("seeds")
    void decisionsInAnyOrderAndAnyNumberOfTimesMakeTheSameBook(long seed) {
        // Given
        Random random = new Random(seed);
        List<Recall> decisions = new ArrayList<>();
        for (long revision = 1; revision <= 6; revision++) {
            decisions.add(decision(ONE, random.nextBoolean(), revision));
            decisions.add(decision(ONE, random.nextBoolean(), revision));
            decisions.add(decision(TWO, random.nextBoolean(), revision));
            decisions.add(decision(NAME, random.nextBoolean(), revision));
        }
        List<Recall> replayed = new ArrayList<>(decisions);
        for (int i = 0; i < 10; i++) {
            replayed.add(decisions.get(random.nextInt(decisions.size())));
        }
        Collections.shuffle(replayed, random);

        // When
        RecallBook book = RecallBook.of(replayed);

        // Then
        assertThat(book.list()).isEqualTo(RecallBook.of(decisions).list());
    }

    static LongStream seeds() {
        return LongStream.range(0, 50);
    }

    private static Recall decision(PackageCoordinate subject, boolean active, long revision) {
        return new Recall(subject, active, "reason " + revision, "someone", NOW, revision);
    }
}
