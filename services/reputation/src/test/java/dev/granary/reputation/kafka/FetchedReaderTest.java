package dev.granary.reputation.kafka;

import static dev.granary.reputation.kafka.FetchedEvents.anEvent;
import static org.assertj.core.api.Assertions.assertThat;

import dev.granary.contracts.v1.ArtifactFetched;
import dev.granary.contracts.v1.FetchOutcome;
import dev.granary.contracts.v1.Phase;
import dev.granary.kernel.ByteCount;
import dev.granary.reputation.evidence.FetchResult;
import dev.granary.reputation.evidence.Observation;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

final class FetchedReaderTest {
    private static final UUID EVENT = new UUID(7, 7);
    private static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");
    private static final String SOURCE = "upstream:npm/registry.example";

    private final FetchedReader reader = new FetchedReader("local");

    @Test
    void readsAVerifiedTransferWithTheTimeThatTheSourceTook() {
        // When
        Observation observation = usable(anEvent(EVENT, SOURCE, NOW));

        // Then
        assertThat(observation.eventId()).isEqualTo(EVENT);
        assertThat(observation.occurredAt()).isEqualTo(NOW);
        assertThat(observation.source()).hasToString(SOURCE);
        assertThat(observation.result())
                .isEqualTo(new FetchResult.Verified(ByteCount.of(2000), Duration.ofMillis(150), "pkg:npm/left-pad"));
        assertThat(observation.context().traceId()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
    }

    @ParameterizedTest
    @EnumSource(names = {"FETCH_OUTCOME_NOT_FOUND", "FETCH_OUTCOME_REFUSED"})
    void takesAnHonestNoForNoFailure(FetchOutcome outcome) {
        assertThat(usable(anEvent(EVENT, SOURCE, NOW).setOutcome(outcome)).result())
                .isInstanceOfAny(FetchResult.NotFound.class, FetchResult.Refused.class);
    }

    @Test
    void tellsTransientFromProvenFailure() {
        assertThat(usable(anEvent(EVENT, SOURCE, NOW).setOutcome(FetchOutcome.FETCH_OUTCOME_FAILED))
                        .result())
                .isInstanceOf(FetchResult.Failed.class);
        assertThat(usable(anEvent(EVENT, SOURCE, NOW).setOutcome(FetchOutcome.FETCH_OUTCOME_CORRUPT))
                        .result())
                .isInstanceOf(FetchResult.Corrupt.class);
    }

    /** T6 of the trust notes. */
    @Test
    void countsNoWordOfAnotherSite() {
        assertThat(read(anEvent(EVENT, SOURCE, NOW)
                        .setSite("elsewhere")
                        .setOutcome(FetchOutcome.FETCH_OUTCOME_CORRUPT)))
                .isEqualTo(new Reading.Ignored(Reading.Ignored.Why.FOREIGN_SITE));
    }

    @Test
    void ignoresOurOwnStore() {
        assertThat(read(anEvent(EVENT, "store:local", NOW)))
                .isEqualTo(new Reading.Ignored(Reading.Ignored.Why.OWN_STORE));
    }

    @Test
    void keepsAnOutcomeOfANewerVersionApart() {
        assertThat(read(anEvent(EVENT, SOURCE, NOW).setOutcomeValue(99))).isEqualTo(new Reading.Unknown(99));
        assertThat(read(anEvent(EVENT, SOURCE, NOW).setOutcome(FetchOutcome.FETCH_OUTCOME_UNSPECIFIED)))
                .isEqualTo(new Reading.Unknown(0));
    }

    @Test
    void makesTextOfAnyKindHarmless() {
        // Given
        ArtifactFetched.Builder event = anEvent(EVENT, SOURCE, NOW).setTraceId("\u0000");
        event.getArtifactBuilder().setPurl("pkg:npm/a\u0000b\n@1 \u202e");

        // When
        Observation observation = usable(event);

        // Then
        assertThat(observation.context().purl()).matches("[ -~]+");
        assertThat(((FetchResult.Verified) observation.result()).packageName()).matches("[ -~]+");
        assertThat(observation.context().traceId()).isEmpty();
    }

    static Stream<UnaryOperator<ArtifactFetched.Builder>> broken() {
        return Stream.of(
                event -> event.setEventId("no id"),
                event -> event.clearOccurredAt(),
                event -> event.setOccurredAt(event.getOccurredAt().toBuilder().setSeconds(Long.MAX_VALUE)),
                event -> event.setSource(""),
                event -> event.setSource("friend:of a friend"),
                event -> event.setReceivedBytes(-1),
                event -> event.addPhases(Phase.newBuilder().setName("connect").setMicros(-1)),
                event -> event.setErrorCode("no\ncode"));
    }

    @ParameterizedTest
    @MethodSource("broken")
    void putsNonsenseAside(UnaryOperator<ArtifactFetched.Builder> damage) {
        assertThat(read(damage.apply(anEvent(EVENT, SOURCE, NOW)))).isInstanceOf(Reading.Unusable.class);
    }

    @Test
    void survivesAnyBytes() {
        // Given
        Random random = new Random(42);
        byte[] good = anEvent(EVENT, SOURCE, NOW).build().toByteArray();

        // Then
        assertThat(reader.read(null)).isInstanceOf(Reading.Unusable.class);
        assertThat(reader.read(new byte[0])).isInstanceOf(Reading.Unusable.class);
        for (int i = 0; i < 20_000; i++) {
            byte[] bent = good.clone();
            for (int flips = random.nextInt(5); flips >= 0; flips--) {
                bent[random.nextInt(bent.length)] = (byte) random.nextInt(256);
            }
            assertThat(reader.read(bent)).isNotNull();
        }
    }

    private Observation usable(ArtifactFetched.Builder event) {
        return ((Reading.Usable) read(event)).observation();
    }

    private Reading read(ArtifactFetched.Builder event) {
        return reader.read(event.build().toByteArray());
    }
}
