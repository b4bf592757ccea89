package dev.granary.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PackageCoordinateTest {
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "pkg:npm/left-pad@1.3.0, left-pad, 1.3.0",
        "pkg:npm/left-pad, left-pad, ''",
        "pkg:npm/%40types/node@20.1.0, @types/node, 20.1.0",
        "pkg:npm/JSONStream@1.0.0, JSONStream, 1.0.0",
    })
    void readsWhatItWrites(String text, String fullName, String version) {
        // When
        PackageCoordinate coordinate = PackageCoordinate.parse(text).orElseThrow();

        // Then
        assertThat(coordinate.toString()).isEqualTo(text);
        assertThat(coordinate.fullName()).isEqualTo(fullName);
        assertThat(coordinate.version()).isEqualTo(version);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"", "left-pad", "pkg:npm/", "pkg:npm/a@1?arch=x", "pkg:npm/a@1#sub", "http://a/b"})
    void refusesWhatIsNoPlainPackageUrl(String text) {
        assertThat(PackageCoordinate.parse(text)).isEmpty();
    }

    @Test
    void aVersionComesAndGoes() {
        // Given
        PackageCoordinate whole = PackageCoordinate.of(new Ecosystem("npm"), "@types", "node", "");

        // When
        PackageCoordinate version = whole.withVersion("20.1.0");

        // Then
        assertThat(version).isNotEqualTo(whole);
        assertThat(version.withoutVersion()).isEqualTo(whole);
    }
}
