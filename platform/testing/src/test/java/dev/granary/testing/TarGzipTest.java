package dev.granary.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TarGzipTest {
    @Test
    void unpacksWhatItPacked() {
        // Given
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("package/package.json", "{}".getBytes(StandardCharsets.UTF_8));
        entries.put("package/empty", new byte[0]);
        entries.put("package/block", new SeededRandom(1).bytes(512));

        // When
        Map<String, byte[]> unpacked = TarGzip.unpack(TarGzip.pack(entries));

        // Then
        assertThat(unpacked.keySet()).containsExactlyElementsOf(entries.keySet());
        entries.forEach((name, content) -> assertThat(unpacked.get(name)).isEqualTo(content));
    }

    @Test
    void packsTheSameEntriesToTheSameBytes() {
        // Given
        Map<String, byte[]> entries = Map.of("a", new byte[] {1, 2, 3});

        // When
        byte[] again = TarGzip.pack(entries);

        // Then
        assertThat(again).isEqualTo(TarGzip.pack(entries));
    }

    @Test
    void refusesNamesThatAHeaderCannotHold() {
        // Given
        Map<String, byte[]> entries = Map.of("n".repeat(101), new byte[0]);

        // Then
        assertThatIllegalArgumentException().isThrownBy(() -> TarGzip.pack(entries));
    }
}
