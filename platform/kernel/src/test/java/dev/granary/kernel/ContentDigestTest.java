package dev.granary.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContentDigestTest {
    private static final byte[] ABC = "abc".getBytes(StandardCharsets.US_ASCII);

    @ParameterizedTest
    @CsvSource({
        "MD5, 900150983cd24fb0d6963f7d28e17f72",
        "SHA1, a9993e364706816aba3e25717850c26c9cd0d89d",
        "SHA256, ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    })
    void hashesAsPublished(DigestAlgorithm algorithm, String hex) {
        assertThat(ContentDigest.hash(algorithm, ABC).hex()).isEqualTo(hex);
    }

    @ParameterizedTest
    @EnumSource
    void everyFormLeadsBack(DigestAlgorithm algorithm) {
        // Given
        ContentDigest digest = ContentDigest.hash(algorithm, ABC);

        // Then
        assertThat(ContentDigest.parse(digest.toString())).isEqualTo(digest);
        assertThat(ContentDigest.of(algorithm, digest.toBytes())).isEqualTo(digest);
        assertThat(digest.toBytes()).hasSize(algorithm.byteCount());
        assertThat(DigestAlgorithm.find(algorithm.id())).hasValue(algorithm);
    }

    @Test
    void base64IsTheStandardAlphabetWithPadding() {
        assertThat(ContentDigest.hash(DigestAlgorithm.SHA256, ABC).toBase64())
                .isEqualTo("ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=");
    }

    @Test
    void caseDoesNotMatter() {
        assertThat(ContentDigest.sha256("AB".repeat(32))).isEqualTo(ContentDigest.sha256("ab".repeat(32)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "sha256",
                "sha256:",
                "sha256:ab",
                "sha512:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
                "sha256:zz7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
                "sha256: a7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
                "crc32:00000000"
            })
    void refusesWhatIsNoDigest(String text) {
        assertThatThrownBy(() -> ContentDigest.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesDigitsOfOtherScripts() {
        assertThatThrownBy(() -> ContentDigest.sha256("\u0661".repeat(64)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void onlySha2ResistsCollisions() {
        assertThat(DigestAlgorithm.values())
                .filteredOn(DigestAlgorithm::isCollisionResistant)
                .containsExactly(DigestAlgorithm.SHA256, DigestAlgorithm.SHA384, DigestAlgorithm.SHA512);
    }
}
