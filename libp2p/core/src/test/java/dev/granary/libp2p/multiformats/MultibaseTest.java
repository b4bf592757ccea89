package dev.granary.libp2p.multiformats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.granary.libp2p.P2pException;
import dev.granary.libp2p.RandomBytes;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MultibaseTest {
    @ParameterizedTest
    @CsvSource({
        "BASE16, f796573206d616e692021",
        "BASE16_UPPER, F796573206D616E692021",
        "BASE32, bpfsxgidnmfxgsibb",
        "BASE32_UPPER, BPFSXGIDNMFXGSIBB",
        "BASE36, k2lcpzo5yikidynfl",
        "BASE36_UPPER, K2LCPZO5YIKIDYNFL",
        "BASE58BTC, z7paNL19xttacUY",
        "BASE64, meWVzIG1hbmkgIQ",
        "BASE64_PADDED, MeWVzIG1hbmkgIQ==",
        "BASE64_URL, ueWVzIG1hbmkgIQ",
        "BASE64_URL_PADDED, UeWVzIG1hbmkgIQ=="
    })
    void spellsTheExampleOfTheSpecification(Multibase base, String text) throws P2pException {
        // Given
        byte[] bytes = "yes mani !".getBytes(StandardCharsets.UTF_8);

        // Then
        assertThat(base.encode(bytes)).isEqualTo(text);
        assertThat(Multibase.decode(text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @CsvSource({
        "BASE16, f00796573206d616e692021",
        "BASE32, bab4wk4zanvqw42jaee",
        "BASE36, k02lcpzo5yikidynfl",
        "BASE58BTC, z17paNL19xttacUY",
        "BASE64, mAHllcyBtYW5pICE"
    })
    void keepsALeadingZero(Multibase base, String text) throws P2pException {
        // Given
        byte[] bytes = "\0yes mani !".getBytes(StandardCharsets.UTF_8);

        // Then
        assertThat(base.encode(bytes)).isEqualTo(text);
        assertThat(Multibase.decode(text)).isEqualTo(bytes);
    }

    @Test
    void bringsBackWhateverItWrote() throws P2pException {
        // Given
        Random random = new Random(2);
        for (int round = 0; round < 2_000; round++) {
            byte[] bytes = new byte[random.nextInt(60)];
            random.nextBytes(bytes);
            for (int i = random.nextInt(4); i > 0 && bytes.length > i; i--) {
                bytes[i - 1] = 0;
            }
            for (Multibase base : Multibase.values()) {
                // Then
                assertThat(Multibase.decode(base.encode(bytes))).isEqualTo(bytes);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x00", "f0", "fzz", "bcb", "b1", "z0OIl", "mQQ==", "MQQ", "mQR", "k-", "\u00e900"})
    void refusesWhatIsNotTheOneFormOfAText(String text) {
        assertThatThrownBy(() -> Multibase.decode(text)).isInstanceOf(P2pException.class);
    }

    @Test
    void takesMixedCaseWhereTheAlphabetHasOneCase() throws P2pException {
        assertThat(Multibase.decode("f48656C6c6F")).asString().isEqualTo("Hello");
    }

    @Test
    void refusesTextsThatTakeLong() {
        assertThatThrownBy(() -> Multibase.decode("z" + "2".repeat(2_000))).isInstanceOf(P2pException.class);
        assertThatThrownBy(() -> Multibase.decode("f" + "00".repeat(4_000))).isInstanceOf(P2pException.class);
    }

    @Test
    void survivesAnyText() {
        List<byte[]> samples = List.of(
                "z7paNL19xttacUY".getBytes(StandardCharsets.ISO_8859_1),
                "bpfsxgidnmfxgsibb".getBytes(StandardCharsets.ISO_8859_1),
                "MeWVzIG1hbmkgIQ==".getBytes(StandardCharsets.ISO_8859_1));
        RandomBytes.assertOnlyTypedFailures(
                3, samples, bytes -> Multibase.decode(new String(bytes, StandardCharsets.ISO_8859_1)));
    }
}
