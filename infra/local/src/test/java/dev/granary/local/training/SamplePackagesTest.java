package dev.granary.local.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class SamplePackagesTest {
    @Test
    void everyPackumentNamesTheTarballThatIsServedAndItsDigest() throws Exception {
        // Given
        List<String> names = SamplePackages.names();

        for (String name : names) {
            // When
            String packument =
                    new String(SamplePackages.packument(name, "https://127.0.0.1:1/"), StandardCharsets.UTF_8);

            // Then
            byte[] digest = MessageDigest.getInstance("SHA-512").digest(SamplePackages.tarball(name));
            assertThat(packument)
                    .contains("\"sha512-" + Base64.getEncoder().encodeToString(digest) + "\"")
                    .contains("\"https://127.0.0.1:1/" + SamplePackages.tarballPath(name) + "\"");
        }
    }

    @Test
    void somePackagesAreScoped() {
        // When
        List<String> names = SamplePackages.names();

        // Then
        assertThat(names).anyMatch(name -> name.startsWith("@")).anyMatch(name -> !name.startsWith("@"));
    }
}
