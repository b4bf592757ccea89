package dev.granary.fetchverify.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamePatternTest {
    @ParameterizedTest
    @CsvSource({
        "@corp/*, @corp/app, true",
        "@corp/*, @CORP/App, true",
        "@Corp/*, @corp/app, true",
        "@corp/*, @corp, false",
        "@corp/*, @corporate/app, false",
        "@corp/*, x@corp/app, false",
        "@corp*, @corporate/app, true",
        "internal-*, internal-tool, true",
        "internal-*, INTERNAL-TOOL, true",
        "internal-*, internal, false",
        "internal-tool, internal-tool, true",
        "internal-tool, Internal-Tool, true",
        "internal-tool, internal-tools, false",
        "internal-tool, my-internal-tool, false",
        "internal.tool, internalXtool, false",
    })
    void meansANameOrTheBeginningOfOneInAnyCase(String pattern, String name, boolean meant) {
        // When
        boolean matches = NamePattern.parse(pattern).matches(name);

        // Then
        assertThat(matches).isEqualTo(meant);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "*", "@corp/*/x", "*-internal", "a**", "**"})
    void refusesWhatWouldMeanTooMuchOrNothing(String pattern) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NamePattern.parse(pattern))
                .withMessageContaining("'" + pattern + "'");
    }

    @Test
    void isShownAsItWasWritten() {
        // When
        NamePattern pattern = NamePattern.parse("@Corp/*");

        // Then
        assertThat(pattern).hasToString("@Corp/*");
    }
}
