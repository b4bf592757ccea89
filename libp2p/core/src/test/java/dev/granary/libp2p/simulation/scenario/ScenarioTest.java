package dev.granary.libp2p.simulation.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What thousands of hosts show in the benchmark, a few show here, each time with another seed. */
class ScenarioTest {
    private static final int HOSTS = 24;

    /** One run of a test. */
    record Run(Scenario scenario, long seed, int nodes) {
        @Override
        public String toString() {
            return "--scenario " + scenario.name() + " --seed " + seed + " --nodes " + nodes;
        }

        Report play() {
            return Report.of(scenario, seed, nodes, Report.Meter.NONE);
        }
    }

    static Stream<Arguments> series() {
        return Stream.of(
                Arguments.of("lookups", 45, 0.995),
                Arguments.of("churn", 45, 0.98),
                Arguments.of("liars", 30, 0.98),
                Arguments.of("sybils", 5, 0.99),
                Arguments.of("partition", 35, 0.98),
                Arguments.of("gossip", 40, 1.0));
    }

    /** Two hundred seeds in all. Of the few requests of one run one may fail; of all runs together few do. */
    @ParameterizedTest(name = "{0}, {1} seeds")
    @MethodSource("series")
    void nothingBreaksWithAnySeedAndAlmostAllRequestsSucceed(String name, int seeds, double least) {
        // Given
        Scenario scenario = Scenarios.named(name).orElseThrow();
        Map<String, long[]> shares = new TreeMap<>();

        for (long seed = 1; seed <= seeds; seed++) {
            // When
            Report report = new Run(scenario, seed, HOSTS).play();

            // Then
            assertThat(report.figures())
                    .as(report.recipe().command())
                    .allMatch(figure -> figure.isShare() || figure.met());
            assertThat(report.checks()).isPositive();
            report.figures().stream().filter(Figure::isShare).forEach(figure -> {
                long[] sums = shares.computeIfAbsent(figure.name(), key -> new long[2]);
                sums[0] += figure.part();
                sums[1] += figure.whole();
            });
        }
        assertThat(shares).isNotEmpty().allSatisfy((figure, sums) -> assertThat((double) sums[0] / sums[1])
                .as("%s: %d of %d", figure, sums[0], sums[1])
                .isGreaterThanOrEqualTo(least));
    }

    static Stream<Scenario> scenarios() {
        return Scenarios.all().stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("scenarios")
    void aSeedRepeatsARunEventByEvent(Scenario scenario) {
        // Given
        Report first = new Run(scenario, 77, 20).play();

        // When
        Report again = new Run(scenario, 77, 20).play();
        Report other = new Run(scenario, 78, 20).play();

        // Then
        assertThat(again).isEqualTo(first);
        assertThat(other.digest()).isNotEqualTo(first.digest());
    }

    @Test
    void aScenarioIsPlayedFromTheCommandLineAndItsFiguresArePrinted() {
        // Given
        ByteArrayOutputStream printed = new ByteArrayOutputStream();

        // When
        int result = Main.run(
                List.of("--scenario", "gossip", "--seed", "9", "--nodes", "20"),
                new PrintStream(printed, true, StandardCharsets.UTF_8));

        // Then
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("gossip, seed 9, 20 hosts", "digest", "times real time", "spammers in meshes");
        assertThat(result).isZero();
    }

    @Test
    void whoAsksForNoScenarioIsToldWhichThereAre() {
        // Given
        ByteArrayOutputStream printed = new ByteArrayOutputStream();

        // When
        int result = Main.run(List.of("--seed", "9"), new PrintStream(printed, true, StandardCharsets.UTF_8));

        // Then
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("Usage: ./granary libp2p-sim", "gossip");
        assertThat(result).isEqualTo(2);
    }
}
