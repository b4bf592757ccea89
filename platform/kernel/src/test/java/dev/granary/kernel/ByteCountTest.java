package dev.granary.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ByteCountTest {
    @Test
    void unitsArePowersOfTwo() {
        assertThat(ByteCount.ofKibibytes(2)).isEqualTo(ByteCount.of(2048));
        assertThat(ByteCount.ofMebibytes(1)).isEqualTo(ByteCount.of(1_048_576)).hasToString("1048576 B");
    }

    @Test
    void ordersByValue() {
        assertThat(ByteCount.ZERO).isLessThan(ByteCount.of(1));
    }

    @Test
    void refusesLessThanNothingAndMoreThanALongHolds() {
        assertThatThrownBy(() -> ByteCount.of(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ByteCount.ofMebibytes(Long.MAX_VALUE / 1024)).isInstanceOf(ArithmeticException.class);
    }
}
