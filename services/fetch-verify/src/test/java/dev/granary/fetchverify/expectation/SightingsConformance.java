package dev.granary.fetchverify.expectation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every implementation of sightings does. */
public abstract class SightingsConformance {
    private static final Instant FIRST = Instant.parse("2026-01-02T03:04:05.678Z");
    private static final Instant LATER = FIRST.plus(Duration.ofDays(2));

    private Sightings sightings;

    /** Opens empty sightings below {@code directory}. */
    protected abstract Sightings open(Path directory) throws IOException;

    @BeforeEach
    void openSightings(@TempDir Path directory) throws IOException {
        sightings = open(directory);
    }

    @Test
    void whatWasSeenKeepsItsTimeAndWhatIsNewGetsItsOwn() {
        // Given
        sightings.see("npm/p", Set.of("1.0.0", "1.1.0"), FIRST);

        // When
        Map<String, Instant> seen = sightings.see("npm/p", Set.of("1.0.0", "1.1.0", "1.2.0"), LATER);

        // Then
        assertThat(seen).isEqualTo(Map.of("1.0.0", FIRST, "1.1.0", FIRST, "1.2.0", LATER));
    }

    @Test
    void whatWasGoneForAWhileIsNotNewAgain() {
        // Given
        sightings.see("npm/p", Set.of("1.0.0"), FIRST);
        sightings.see("npm/p", Set.of("2.0.0"), FIRST);

        // When
        Map<String, Instant> seen = sightings.see("npm/p", Set.of("1.0.0"), LATER);

        // Then
        assertThat(seen).isEqualTo(Map.of("1.0.0", FIRST));
    }

    @Test
    void documentsHaveNothingToDoWithEachOther() {
        // Given
        sightings.see("npm/p", Set.of("1.0.0"), FIRST);

        // When
        Map<String, Instant> seen = sightings.see("npm/q", Set.of("1.0.0"), LATER);

        // Then
        assertThat(seen).isEqualTo(Map.of("1.0.0", LATER));
    }

    @Test
    void aFloodOfNamesDrivesNothingOut() {
        // Given
        sightings.see("npm/p", Set.of("1.0.0"), FIRST);
        Set<String> flood = new HashSet<>();
        for (int i = 0; i < Sightings.MOST + 10; i++) {
            flood.add("9.0." + i);
        }

        // When
        Map<String, Instant> flooded = sightings.see("npm/p", flood, FIRST);
        Map<String, Instant> after = sightings.see("npm/p", Set.of("1.0.0", "9.9.9"), LATER);

        // Then
        assertThat(flooded).hasSize(Sightings.MOST - 1);
        assertThat(after).isEqualTo(Map.of("1.0.0", FIRST));
    }

    @Test
    void aNameThatIsTooLongIsNotRemembered() {
        // When
        Map<String, Instant> seen = sightings.see("npm/p", Set.of("9".repeat(Sightings.LONGEST_NAME + 1)), FIRST);

        // Then
        assertThat(seen).isEmpty();
    }
}
