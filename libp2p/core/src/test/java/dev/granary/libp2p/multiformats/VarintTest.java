package dev.granary.libp2p.multiformats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.P2pException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VarintTest {
    @ParameterizedTest
    @CsvSource({
        "0, 00",
        "1, 01",
        "127, 7f",
        "128, 8001",
        "255, ff01",
        "300, ac02",
        "16384, 808001",
        "9223372036854775807, ffffffffffffffff7f"
    })
    void isWrittenAsInTheTableOfTheSpecification(long value, String hex) throws P2pException {
        // When
        byte[] written = Varint.encode(value);

        // Then
        assertThat(written).asHexString().isEqualToIgnoringCase(hex);
        assertThat(Varint.size(value)).isEqualTo(written.length);
        assertThat(Varint.read(ByteBuffer.wrap(written))).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "80", "8000", "ff00", "808080808080808000", "ffffffffffffffffff01", "80808080808080808001"})
    void isRefusedWhenCutOffOrTooLongOrNotShortest(String hex) {
        // Given
        ByteBuffer in = ByteBuffer.wrap(HexFormat.of().parseHex(hex));

        // Then
        assertThatThrownBy(() -> Varint.read(in)).isInstanceOfSatisfying(P2pException.class, e -> assertThat(e.error())
                .isEqualTo(P2pError.MALFORMED));
    }

    @Test
    void comesBackWhateverItIs() throws P2pException {
        // Given
        Random random = new Random(1);
        for (int round = 0; round < 10_000; round++) {
            long value = random.nextLong() >>> (1 + random.nextInt(63));

            // When
            ByteBuffer in = ByteBuffer.wrap(Varint.encode(value));

            // Then
            assertThat(Varint.read(in)).isEqualTo(value);
            assertThat(in.hasRemaining()).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'', false",
        "80, false",
        "8001, true",
        "01, true",
        "8080808080808080, false",
        "808080808080808080, true"
    })
    void saysWhetherItsEndIsThere(String hex, boolean whole) {
        assertThat(Varint.isWhole(ByteBuffer.wrap(HexFormat.of().parseHex(hex))))
                .isEqualTo(whole);
    }

    @Test
    void aLengthBeyondTheLimitAllocatesNothing() {
        // Given
        ByteBuffer in = ByteBuffer.wrap(Varint.encode(Long.MAX_VALUE));

        // Then
        assertThatThrownBy(() -> Varint.readBytes(in, 10))
                .isInstanceOfSatisfying(
                        P2pException.class, e -> assertThat(e.error()).isEqualTo(P2pError.LIMIT));
    }

    @Test
    void hasNoNegativeValues() {
        assertThatThrownBy(() -> Varint.encode(-1)).isInstanceOf(IllegalArgumentException.class);
    }
}
