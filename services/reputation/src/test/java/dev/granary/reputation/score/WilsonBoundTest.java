package dev.granary.reputation.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** T3 of the trust notes. */
final class WilsonBoundTest {
    @Test
    void givesTheKnownValues() {
        assertThat(WilsonBound.lower(20, 20)).isCloseTo(0.8808, within(5e-5));
        assertThat(WilsonBound.lower(0, 0)).isZero();
        assertThat(WilsonBound.lower(0, 7)).isCloseTo(0, within(1e-12));
        assertThat(WilsonBound.lower(2, 2)).isCloseTo(0.4250, within(5e-5));
    }
}
