package dev.granary.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SemanticVersionTest {
    @Test
    void ordersEveryPairOfTheSharedCorpusAsItSays() throws IOException {
        // Given
        Path corpus =
                Path.of(System.getProperty("granary.testdata", "none"), "version-ordering/version-ordering.tar.gz");
        boolean required = Boolean.getBoolean("granary.testdata.required");
        assumeTrue(required || Files.exists(corpus), "the conformance data is not on this machine");
        List<String> pairs = lines(corpus, "semver-versions.txt").stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#") && !line.startsWith("//"))
                .toList();

        // When
        List<String> wrong = pairs.stream().filter(pair -> !holds(pair)).toList();

        // Then
        assertThat(pairs).hasSize(69);
        assertThat(wrong).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "1.0.0-1 < 1.0.0-a",
                "1.0.0-x10 < 1.0.0-x9",
                "1.0.0-007 = 1.0.0-7",
                "01.2.3 = 1.2.3",
                "1 = 1.0.0",
                "1.2 < 1.2.1",
                "1.2.3.4 = 1.2.3",
                "2.0.0-rc.1 < 2.0.0",
                "1.10.0 > 1.9.0",
                "1.0.0-B < 1.0.0-a"
            })
    void ordersOnePairAsSemverSays(String pair) {
        assertThat(holds(pair)).isTrue();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"", "latest", "-1.0.0", "x1.0.0", "1.0.0 beta", "\u0661.0.0"})
    void refusesWhatDoesNotStartWithANumber(String text) {
        assertThat(SemanticVersion.parse(text)).isEmpty();
    }

    @ParameterizedTest(name = "seed={0}")
    @MethodSource("seeds")
    void theOrderIsTotal(long seed) {
        // Given
        Random random = new Random(seed);
        SemanticVersion a = version(random);
        SemanticVersion b = version(random);
        SemanticVersion c = version(random);

        // When
        int order = Integer.signum(a.compareTo(b));

        // Then
        assertThat(Integer.signum(b.compareTo(a))).isEqualTo(-order);
        assertThat(a.equals(b)).isEqualTo(order == 0);
        assertThat(SemanticVersion.parse(a.toString())).contains(a);
        if (order <= 0 && b.compareTo(c) <= 0) {
            assertThat(a).isLessThanOrEqualTo(c);
        }
    }

    static LongStream seeds() {
        return LongStream.range(0, 500);
    }

    private static SemanticVersion version(Random random) {
        String text = random.nextInt(3) + "." + random.nextInt(3) + "." + random.nextInt(3);
        if (random.nextBoolean()) {
            text += "-" + List.of("a", "A", "0", "10", "9", "x10", "x9").get(random.nextInt(7));
        }
        if (random.nextInt(4) == 0) {
            text += "-rc." + random.nextInt(12);
        }
        return SemanticVersion.parse(text).orElseThrow();
    }

    private static boolean holds(String pair) {
        String[] parts = pair.split(" ", -1);
        int order =
                switch (parts[1]) {
                    case "<" -> -1;
                    case ">" -> 1;
                    default -> 0;
                };
        SemanticVersion left = SemanticVersion.parse(parts[0]).orElseThrow();
        SemanticVersion right = SemanticVersion.parse(parts[2]).orElseThrow();
        return Integer.signum(left.compareTo(right)) == order && Integer.signum(right.compareTo(left)) == -order;
    }

    /** Reads one file out of a compressed tar archive with plain headers. */
    private static List<String> lines(Path archive, String name) throws IOException {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(archive))) {
            for (byte[] header = in.readNBytes(512);
                    header.length == 512 && header[0] != 0;
                    header = in.readNBytes(512)) {
                String entry = new String(header, 0, 100, StandardCharsets.US_ASCII).replace("\0", "");
                int size = Integer.parseInt(new String(header, 124, 11, StandardCharsets.US_ASCII), 8);
                byte[] content = in.readNBytes(size);
                in.skipNBytes((512 - size % 512) % 512);
                if (entry.endsWith(name)) {
                    return new String(content, StandardCharsets.UTF_8).lines().toList();
                }
            }
        }
        throw new IOException("no " + name + " in " + archive);
    }
}
