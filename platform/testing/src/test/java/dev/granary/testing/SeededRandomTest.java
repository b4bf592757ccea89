package dev.granary.testing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SeededRandomTest {
    @Test
    void repeatsItselfFromItsSeed() {
        // Given
        SeededRandom first = new SeededRandom(42);

        // When
        SeededRandom second = new SeededRandom(first.seed());

        // Then
        assertThat(second.bytes(64)).isEqualTo(first.bytes(64));
        assertThat(second.nextInt(1000)).isEqualTo(first.nextInt(1000));
        assertThat(second).hasToString("SeededRandom[seed=42]");
    }
}
