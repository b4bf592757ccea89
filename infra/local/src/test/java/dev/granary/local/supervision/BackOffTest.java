package dev.granary.local.supervision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackOffTest {
    private static final BackOff BACK_OFF =
            new BackOff(Duration.ofMillis(500), Duration.ofSeconds(30), Duration.ofMinutes(1));

    @Test
    void doublesWithEveryFailureUpToTheLongest() {
        assertThat(BACK_OFF.pauseAfter(1)).isEqualTo(Duration.ofMillis(500));
        assertThat(BACK_OFF.pauseAfter(2)).isEqualTo(Duration.ofSeconds(1));
        assertThat(BACK_OFF.pauseAfter(6)).isEqualTo(Duration.ofSeconds(16));
        assertThat(BACK_OFF.pauseAfter(7)).isEqualTo(Duration.ofSeconds(30));
        assertThat(BACK_OFF.pauseAfter(Integer.MAX_VALUE)).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void refusesNonsense() {
        assertThatIllegalArgumentException().isThrownBy(() -> BACK_OFF.pauseAfter(0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BackOff(Duration.ofSeconds(2), Duration.ofSeconds(1), Duration.ZERO));
    }
}
