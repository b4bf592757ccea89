package dev.granary.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrintableTest {
    @Test
    void plainTextStaysAsItIs() {
        assertThat(Printable.of("@scope/left-pad 1.3.0 ~!\"")).isEqualTo("@scope/left-pad 1.3.0 ~!\"");
    }

    @Test
    void whatATerminalOrALogReaderActsOnIsEscaped() {
        assertThat(Printable.of("a\r\nb\u001b[2J\u202ec\\")).isEqualTo("a\\u000d\\u000ab\\u001b[2J\\u202ec\\u005c");
    }

    @Test
    void isCutAfter200Characters() {
        assertThat(Printable.of("x".repeat(10_000))).isEqualTo("x".repeat(200) + "...");
        assertThat(Printable.of("x".repeat(200))).hasSize(200);
    }

    @ParameterizedTest(name = "seed={0}")
    @ValueSource(longs = {11, 12, 13, 14, 15})
    void differentTextsStayDifferentAndPrintable(long seed) {
        // Given
        Random random = new Random(seed);
        String first = random.ints(100, 0, 0x10000)
                .collect(StringBuilder::new, (text, c) -> text.append((char) c), StringBuilder::append)
                .toString();
        String second = first.substring(0, 50) + (char) (first.charAt(50) ^ 1) + first.substring(51);

        // Then
        assertThat(Printable.of(first)).matches("[ -~]*").isNotEqualTo(Printable.of(second));
    }
}
