package dev.granary.fetchverify.format.npm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TagTargetsTest {
    @ParameterizedTest(name = "{0} of {1}, left {2}: {3}")
    @CsvSource({
        // never forward, never sideways into a pre-release
        "latest, 2.0.0, 1.0.0 1.9.0 2.1.0 3.0.0, 1.9.0",
        "latest, 2.0.0, 1.9.0 2.0.0-rc.1, 1.9.0",
        "latest, 1.10.0, 1.9.0 1.2.0, 1.9.0",
        "latest, 2.0.0, 2.0.0-rc.1, ",
        "latest, 1.0.0, 2.0.0, ",
        // a package that has had nothing but pre-releases stays installable
        "latest, 1.0.0-beta.3, 1.0.0-beta.1 1.0.0-beta.2, 1.0.0-beta.2",
        "latest, 1.0.0-beta.3, 1.0.0-beta.2 0.9.0, 0.9.0",
        // a channel of pre-releases stays one
        "next, 2.0.0-rc.3, 1.9.0 2.0.0-rc.2, 2.0.0-rc.2",
        "v1, 1.9.0, 1.8.0 1.9.0-rc.1 2.0.0, 1.8.0",
        "odd, not-a-version, 1.0.0 1.1.0 2.0.0-a, 1.1.0",
    })
    void leadsATagDownToWhatIsLeft(String tag, String old, String surviving, String expected) {
        // Given
        TagTargets targets = new TagTargets(List.of(surviving.split(" ", -1)));

        // When
        Optional<String> target = targets.instead(tag, old);

        // Then
        assertThat(target.orElse(null)).isEqualTo(expected);
    }
}
