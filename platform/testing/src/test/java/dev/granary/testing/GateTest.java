package dev.granary.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class GateTest {
    @Test
    void letsNobodyThroughUntilItOpensAndThenEveryone() throws InterruptedException {
        // Given
        Gate gate = Gate.closed();
        boolean early = gate.await(Duration.ofMillis(1));

        // When
        gate.open();

        // Then
        assertThat(early).isFalse();
        assertThat(gate.isOpen()).isTrue();
        assertThat(gate.await(Duration.ZERO)).isTrue();
    }
}
