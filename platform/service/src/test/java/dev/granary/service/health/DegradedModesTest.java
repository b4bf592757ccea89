package dev.granary.service.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class DegradedModesTest {
    private final DegradedModes modes = new DegradedModes();

    @Test
    void enteringIsNewsOnlyTheFirstTime() {
        // When
        boolean first = modes.enter("postgres", "pins of other replicas are not seen");
        boolean second = modes.enter("postgres", "pins of other replicas are not seen, since a while");

        // Then
        assertThat(first).isTrue();
        assertThat(second).isFalse();
        assertThat(modes.list())
                .containsExactly(new DegradedMode("postgres", "pins of other replicas are not seen, since a while"));
    }

    @Test
    void leavingIsNewsOnlyWhenTheModeWasEntered() {
        // Given
        modes.enter("kafka", "events wait");

        // Then
        assertThat(modes.leave("kafka")).isTrue();
        assertThat(modes.leave("kafka")).isFalse();
        assertThat(modes.list()).isEmpty();
    }

    @Test
    void namesAreCodeAndBounded() {
        // Given
        for (int i = 0; i < 32; i++) {
            modes.enter("part-" + i, "");
        }

        // Then
        assertThatThrownBy(() -> modes.enter("one-more", "")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> modes.enter("Some text from outside", ""))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(modes.enter("part-3", "still known")).isFalse();
    }
}
