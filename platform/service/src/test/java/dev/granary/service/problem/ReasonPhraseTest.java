package dev.granary.service.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReasonPhraseTest {
    @ParameterizedTest
    @CsvSource({
        "'held until 2026-11-25',held until 2026-11-25",
        "'a\r\nb',a b",
        "'  a \t b ',a b",
        "'gr\u00f6\u00dfe',gre"
    })
    void keepsPrintableAsciiOnly(String text, String phrase) {
        assertThat(ReasonPhrase.of(text)).isEqualTo(phrase);
    }

    @Test
    void isCutAfter200Characters() {
        assertThat(ReasonPhrase.of("x y".repeat(100))).hasSize(200);
    }

    @ParameterizedTest(name = "seed={0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void noTextBreaksTheStatusLine(long seed) {
        // Given
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder();
        random.ints(500, 0, 0x10000).forEach(c -> text.append((char) c));

        // When
        String phrase = ReasonPhrase.of(text.toString());

        // Then
        assertThat(phrase).matches("[ -~]{0,200}");
    }
}
