package dev.granary.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PackageCoordinateTest {
    private static final Ecosystem NPM = new Ecosystem("npm");

    @ParameterizedTest
    @ValueSource(strings = {"pkg:npm/left-pad@1.3.0", "pkg:npm/left-pad", "pkg:npm/%40scope/name@1.0.0-rc.1%2B5"})
    void readsWhatItWrites(String text) {
        // When
        PackageCoordinate coordinate = PackageCoordinate.parse(text).orElseThrow();

        // Then
        assertThat(coordinate).hasToString(text);
        assertThat(PackageCoordinate.parse(coordinate.toString())).contains(coordinate);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "left-pad", "pkg:npm/a@1?arch=x", "pkg:npm/a@1#sub/path", "pkg:npm/"})
    void refusesWhatIsNoPlainPackageUrl(String text) {
        assertThat(PackageCoordinate.parse(text)).isEmpty();
    }

    @Test
    void tellsItsParts() {
        // Given
        PackageCoordinate coordinate = PackageCoordinate.of(NPM, "@scope", "name", "1.0.0");

        // Then
        assertThat(coordinate.fullName()).isEqualTo("@scope/name");
        assertThat(coordinate.withoutVersion().version()).isEmpty();
        assertThat(coordinate.withoutVersion().withVersion("1.0.0")).isEqualTo(coordinate);
    }

    @Test
    void theVersionComesAndGoes() {
        // Given
        PackageCoordinate version = PackageCoordinate.of(NPM, "", "left-pad", "1.3.0");

        // Then
        assertThat(version.withoutVersion()).hasToString("pkg:npm/left-pad").isLessThan(version);
        assertThat(version.withoutVersion().withVersion("1.3.0"))
                .isEqualTo(version)
                .hasSameHashCodeAs(version);
    }

    @Test
    void aNameIsNeeded() {
        assertThatThrownBy(() -> PackageCoordinate.of(NPM, "@scope", "", "1.0.0"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "NPM", "npm/x", "1npm", "n m", "a23456789012345678901234567890123"})
    void anEcosystemIsAShortLowerCaseName(String id) {
        assertThatThrownBy(() -> new Ecosystem(id)).isInstanceOf(IllegalArgumentException.class);
    }
}
