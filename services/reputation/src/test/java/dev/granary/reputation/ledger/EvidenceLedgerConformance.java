package dev.granary.reputation.ledger;

import static dev.granary.reputation.evidence.ObservationBuilder.START;
import static dev.granary.reputation.evidence.ObservationBuilder.UPSTREAM;
import static dev.granary.reputation.evidence.ObservationBuilder.anObservation;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.granary.kernel.SourceId;
import dev.granary.reputation.evidence.Evidence;
import dev.granary.reputation.evidence.EvidenceSettings;
import dev.granary.reputation.evidence.FetchResult;
import dev.granary.reputation.evidence.Observation;
import dev.granary.reputation.evidence.ObservationBuilder;
import dev.granary.reputation.evidence.Tally;
import dev.granary.reputation.ledger.Account.Publication;
import dev.granary.reputation.score.Scoring;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link EvidenceLedger} does. {@link #ledger()} is empty at the start of each test. */
public abstract class EvidenceLedgerConformance {
    protected static final int MAXIMUM_SOURCES = 50;
    protected static final LedgerSettings SETTINGS =
            new LedgerSettings(Duration.ofDays(30), MAXIMUM_SOURCES, Duration.ofMinutes(5), Duration.ofHours(1), 0.01);
    protected static final Scoring SCORING = Scoring.PROVEN;

    protected abstract EvidenceLedger ledger();

    /** T5 of the trust notes. */
    @Test
    public void countsAnEventOnceHoweverOftenItComes() {
        // Given
        Observation first = anObservation().withEvent(1).build();
        Observation second = anObservation().withEvent(2).failed().build();

        // When
        List<Entry> entries = count(START, first, second, first);
        List<Entry> again = count(START.plusSeconds(60), second, first);

        // Then
        assertThat(entries).containsExactly(Entry.COUNTED, Entry.COUNTED, Entry.DUPLICATE);
        assertThat(again).containsExactly(Entry.DUPLICATE, Entry.DUPLICATE);
        assertThat(account(UPSTREAM).evidence().tally()).isEqualTo(new Tally(1, 1, 0, 0, 0));
    }

    @Test
    public void keepsEvidenceExactlyAsCounted() {
        // Given
        List<Observation> observations = List.of(
                anObservation()
                        .withEvent(1)
                        .verified(700_000, 321, "pkg:npm/@scope/näme")
                        .build(),
                anObservation().withEvent(2).failed().at(START.plusMillis(1234)).build(),
                anObservation().withEvent(3).corrupt().at(START.plusSeconds(5)).build(),
                anObservation()
                        .withEvent(4)
                        .saying(new FetchResult.NotFound())
                        .at(START.plusSeconds(6))
                        .build());
        Evidence expected = Evidence.startingAt(START);
        for (Observation observation : observations) {
            expected = expected.plus(observation, EvidenceSettings.PROVEN);
        }

        // When
        count(START.plusSeconds(9), observations.toArray(Observation[]::new));

        // Then
        Account account = account(UPSTREAM);
        assertThat(account.evidence()).isEqualTo(expected);
        assertThat(account.assessment())
                .isEqualTo(SCORING.assess(expected, account.groupStanding(), START.plusSeconds(9)));
    }

    /** Fault 20 of the trust notes. */
    @ParameterizedTest(name = "seed={0}")
    @ValueSource(longs = {1, 2, 3})
    public void duplicatedAndReorderedEventsEndInTheSameEvidence(long seed) {
        // Given
        Random random = new Random(seed);
        List<Observation> inOrder = IntStream.range(0, 40)
                .mapToObj(i -> any(random, i).at(START.plusSeconds(60L * i)).build())
                .toList();
        List<Observation> mess = new ArrayList<>(inOrder);
        mess.addAll(inOrder.subList(0, 20));
        Collections.shuffle(mess, random);
        Instant now = START.plus(Duration.ofHours(2));
        Evidence expected = Evidence.startingAt(START);
        for (Observation observation : inOrder) {
            expected = expected.plus(observation, EvidenceSettings.PROVEN);
        }

        // When
        for (int i = 0; i < mess.size(); i += 7) {
            count(now, mess.subList(i, Math.min(mess.size(), i + 7)).toArray(Observation[]::new));
        }

        // Then
        Evidence evidence = account(UPSTREAM).evidence();
        assertThat(evidence.tally()).isEqualTo(expected.tally());
        assertThat(evidence.sightings()).isEqualTo(expected.sightings());
        assertThat(verifiedWeight(evidence, now)).isCloseTo(verifiedWeight(expected, now), within(1e-6));
        assertThat(evidence.quarantinedUntil(EvidenceSettings.PROVEN))
                .isEqualTo(expected.quarantinedUntil(EvidenceSettings.PROVEN));
    }

    @Test
    public void refusesWhatIsOlderThanItRemembers() {
        // Given
        Observation old = anObservation().withEvent(1).build();
        Instant later = START.plus(SETTINGS.journalRetention()).plusSeconds(1);
        count(START, old);
        run(ledger().sweep(later));

        // When
        List<Entry> entries = count(later, old, anObservation().withEvent(2).build());

        // Then
        assertThat(entries).containsExactly(Entry.EXPIRED, Entry.EXPIRED);
        assertThat(account(UPSTREAM).evidence().tally().verified()).isEqualTo(1);
    }

    @Test
    public void remembersAnEventFromTheFutureUntilItsOwnTimeIsOutOfReach() {
        // Given
        Observation ahead = anObservation()
                .withEvent(1)
                .at(START.plus(Duration.ofDays(365)))
                .build();
        Instant later = START.plus(SETTINGS.journalRetention()).plusSeconds(1);
        count(START, ahead);

        // When
        run(ledger().sweep(later));
        List<Entry> entries = count(later, ahead);

        // Then
        assertThat(entries).containsExactly(Entry.DUPLICATE);
        assertThat(account(UPSTREAM).evidence().sightings().last()).isEqualTo(START);
    }

    @Test
    public void listsTheBestFirstInPages() {
        // Given
        for (int peer = 0; peer < 5; peer++) {
            for (int event = 0; event <= peer; event++) {
                count(
                        START,
                        anObservation()
                                .withEvent("good" + peer + event)
                                .ofPeer("p" + peer)
                                .build());
            }
        }

        // When
        EvidenceLedger.Page first = run(ledger().list(0, 2));
        EvidenceLedger.Page last = run(ledger().list(2, 2));

        // Then
        assertThat(first.total()).isEqualTo(5);
        assertThat(first.accounts())
                .extracting(account -> account.source().name())
                .containsExactly("p4", "p3");
        assertThat(last.accounts())
                .extracting(account -> account.source().name())
                .containsExactly("p0");
    }

    @Test
    public void listsTheNewestLinesOfASource() {
        // Given
        for (int i = 0; i < 5; i++) {
            count(START, anObservation().withEvent(i).at(START.minusSeconds(i)).build());
        }
        count(START, anObservation().withEvent(99).ofPeer("other").build());

        // When
        List<JournalLine> lines = run(ledger().listLines(UPSTREAM, 3));

        // Then
        assertThat(lines)
                .extracting(JournalLine::occurredAt)
                .containsExactly(START, START.minusSeconds(1), START.minusSeconds(2));
        assertThat(lines).allSatisfy(line -> {
            assertThat(line.outcome()).isEqualTo(JournalLine.Outcome.VERIFIED);
            assertThat(line.elapsed()).isEqualTo(Duration.ofMillis(100));
            assertThat(line.recordedAt()).isEqualTo(START);
        });
    }

    @Test
    public void aReviewedAccountIsNotDueAgainUntilItsTime() {
        // Given
        count(START, anObservation().build());
        Review review = review(UPSTREAM, START);

        // When
        run(ledger().close(List.of(review)));

        // Then
        assertThat(review.publish()).isTrue();
        assertThat(run(ledger().listDue(START, 10))).isEmpty();
        assertThat(run(ledger().listDue(review.nextReviewAt(), 10))).hasSize(1);
        assertThat(account(UPSTREAM).published())
                .contains(Publication.of(review.explanation().assessment()));
        assertThat(review(UPSTREAM, START.plusSeconds(1)).publish()).isFalse();
        assertThat(review(UPSTREAM, START.plus(SETTINGS.republishEvery())).publish())
                .isTrue();
    }

    @Test
    public void anAccountThatChangedDuringItsReviewStaysDue() {
        // Given
        count(START, anObservation().withEvent(1).build());
        Review outdated = review(UPSTREAM, START);
        count(START, anObservation().withEvent(2).corrupt().build());

        // When
        run(ledger().close(List.of(outdated)));

        // Then
        assertThat(run(ledger().listDue(START, 10))).hasSize(1);
        assertThat(account(UPSTREAM).assessment().quarantinedUntil()).isPresent();
        assertThat(account(UPSTREAM).published()).isPresent();
    }

    @Test
    public void aQuarantineIsReviewedWhenItEnds() {
        // Given
        count(START, anObservation().corrupt().build());
        Instant end = account(UPSTREAM).assessment().quarantinedUntil().orElseThrow();

        // When
        Review review = review(UPSTREAM, end.minusSeconds(60));

        // Then
        assertThat(review.nextReviewAt()).isEqualTo(end);
    }

    @Test
    public void aStrikeMakesTheWholeGroupDueAndIsInheritedByNewMembers() {
        // Given
        String group = "192.0.2.0/24";
        count(START, anObservation().withEvent(1).ofPeer("good").inGroup(group).build());
        run(ledger().close(List.of(review(peer("good"), START))));

        // When
        count(
                START,
                anObservation()
                        .withEvent(2)
                        .ofPeer("bad")
                        .inGroup(group)
                        .corrupt()
                        .build());
        count(START, anObservation().withEvent(3).ofPeer("new").inGroup(group).build());

        // Then
        assertThat(run(ledger().listDue(START, 10))).extracting(Account::source).contains(peer("good"));
        assertThat(account(peer("new")).assessment().remaining().groupStrikes()).isCloseTo(1, within(1e-9));
        assertThat(account(peer("good")).groupStanding().knownPeers()).isEqualTo(3);
    }

    @Test
    public void knowsHowManySourcesItHasAndHowManyOfThemAreDue() {
        // Given
        count(START, anObservation().withEvent(1).ofPeer("first").build());
        count(START, anObservation().withEvent(2).ofPeer("second").build());
        run(ledger().close(List.of(review(peer("first"), START))));

        // When
        EvidenceLedger.Size size = run(ledger().size(START));

        // Then
        assertThat(size).isEqualTo(new EvidenceLedger.Size(2, 1));
    }

    /** T7 of the trust notes, in small; {@link MemoryEvidenceLedgerTest} has the big one. */
    @Test
    public void forgetsTheLeastRecentlySeenWithoutACorruptAnswerFirst() {
        // Given
        count(
                START.minusSeconds(1),
                anObservation().withEvent("bad").ofPeer("bad").corrupt().build());
        Observation[] churn = IntStream.range(0, 2 * MAXIMUM_SOURCES)
                .mapToObj(i -> anObservation()
                        .withEvent(i)
                        .ofPeer("p" + i)
                        .at(START.plusSeconds(i))
                        .build())
                .toArray(Observation[]::new);
        count(START.plusSeconds(1000), churn);

        // When
        EvidenceLedger.Swept swept = run(ledger().sweep(START.plusSeconds(1000)));

        // Then
        assertThat(swept.sources()).isEqualTo(MAXIMUM_SOURCES + 1);
        assertThat(run(ledger().list(0, 200)).total()).isEqualTo(MAXIMUM_SOURCES);
        assertThat(run(ledger().find(peer("bad")))).isPresent();
        assertThat(run(ledger().find(peer("p0")))).isEmpty();
        assertThat(run(ledger().find(peer("p" + (2 * MAXIMUM_SOURCES - 1))))).isPresent();
    }

    @Test
    public void forgetsAGroupOnceNobodyIsInItAndItsStrikesHaveFaded() {
        // Given
        count(
                START,
                anObservation()
                        .withEvent("x")
                        .ofPeer("x")
                        .inGroup("192.0.2.0/24")
                        .corrupt()
                        .build());
        Observation[] others = IntStream.range(0, MAXIMUM_SOURCES)
                .mapToObj(i -> anObservation()
                        .withEvent(i)
                        .ofPeer("p" + i)
                        .corrupt()
                        .at(START.plusSeconds(i + 1))
                        .build())
                .toArray(Observation[]::new);
        count(START.plusSeconds(100), others);

        // When
        EvidenceLedger.Swept soon = run(ledger().sweep(START.plusSeconds(100)));
        EvidenceLedger.Swept late = run(ledger().sweep(START.plus(Duration.ofDays(60))));

        // Then
        assertThat(soon.sources()).isEqualTo(1);
        assertThat(soon.groups()).isZero();
        assertThat(late.groups()).isEqualTo(1);
    }

    protected List<Entry> count(Instant now, Observation... observations) {
        return run(ledger().count(List.of(observations), now));
    }

    protected Account account(SourceId source) {
        return run(ledger().find(source)).orElseThrow();
    }

    private Review review(SourceId source, Instant now) {
        return new Reviewer(SCORING, SETTINGS).review(account(source), now);
    }

    /** Waits for {@code stage}. */
    protected static <T> T run(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
    }

    private static SourceId peer(String name) {
        return new SourceId(SourceId.Kind.PEER, name);
    }

    private static ObservationBuilder any(Random random, int event) {
        ObservationBuilder builder = anObservation().withEvent(event);
        return switch (random.nextInt(6)) {
            case 0 -> builder.failed();
            case 1 -> builder.corrupt();
            default -> builder.verified(random.nextInt(2_000_000), 100, "p" + random.nextInt(20));
        };
    }

    private static double verifiedWeight(Evidence evidence, Instant now) {
        return evidence.weights().verified().at(now, EvidenceSettings.PROVEN.verifiedHalfLife());
    }
}
