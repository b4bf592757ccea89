package dev.granary.bench;

import dev.granary.kernel.ByteCount;
import dev.granary.kernel.SourceId;
import dev.granary.reputation.evidence.Evidence;
import dev.granary.reputation.evidence.EvidenceSettings;
import dev.granary.reputation.evidence.FetchResult;
import dev.granary.reputation.evidence.GroupStanding;
import dev.granary.reputation.evidence.Observation;
import dev.granary.reputation.score.Scoring;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;

/** Scores 100,000 sources on one thread, as often as asked, and prints the rounds' CPU time and time on the clock. */
public final class ScoringBench {
    private static final int SOURCES = 100_000;
    private static final int WARM_UP = 10;
    private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");

    private ScoringBench() {}

    /**
     * How long rounds took.
     *
     * @param median CPU time of the thread in the median round
     * @param slowest CPU time of the thread in the slowest round
     * @param elapsed the median on the clock, which other work on the machine makes longer
     * @param checksum keeps the scores from being optimised away
     */
    public record Result(Duration median, Duration slowest, Duration elapsed, double checksum) {}

    /** Runs the benchmark; the only argument is the number of measured rounds, 20 unless given. */
    public static void main(String[] arguments) {
        Result result = run(SOURCES, arguments.length > 0 ? Integer.parseInt(arguments[0]) : 20);
        print(System.out, result);
    }

    /** Scores {@code sources} sources {@code rounds} times, after a warm-up. */
    public static Result run(int sources, int rounds) {
        List<Evidence> all = evidence(sources, new Random(42));
        double checksum = 0;
        for (int i = 0; i < WARM_UP; i++) {
            checksum += scoreAll(all, START.plusSeconds(i));
        }
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long[] busy = new long[rounds];
        long[] elapsed = new long[rounds];
        for (int i = 0; i < rounds; i++) {
            long start = System.nanoTime();
            long startBusy = threads.getCurrentThreadCpuTime();
            checksum += scoreAll(all, START.plusSeconds(1000 + i));
            busy[i] = threads.getCurrentThreadCpuTime() - startBusy;
            elapsed[i] = System.nanoTime() - start;
        }
        Arrays.sort(busy);
        Arrays.sort(elapsed);
        return new Result(
                Duration.ofNanos(busy[rounds / 2]),
                Duration.ofNanos(busy[rounds - 1]),
                Duration.ofNanos(elapsed[rounds / 2]),
                checksum);
    }

    private static double scoreAll(List<Evidence> all, Instant now) {
        double sum = 0;
        for (Evidence evidence : all) {
            sum += Scoring.PROVEN.assess(evidence, GroupStanding.NONE, now).score();
        }
        return sum;
    }

    private static List<Evidence> evidence(int sources, Random random) {
        List<Evidence> all = new ArrayList<>(sources);
        for (int i = 0; i < sources; i++) {
            SourceId source = new SourceId(SourceId.Kind.PEER, "peer-" + i);
            Evidence evidence = Evidence.startingAt(START);
            for (int event = random.nextInt(20); event >= 0; event--) {
                evidence = evidence.plus(observation(source, random), EvidenceSettings.PROVEN);
            }
            all.add(evidence);
        }
        return all;
    }

    private static Observation observation(SourceId source, Random random) {
        Duration elapsed = Duration.ofMillis(random.nextInt(3000));
        ByteCount received = ByteCount.of(random.nextInt(2_000_000));
        FetchResult result = random.nextInt(10) == 0
                ? new FetchResult.Failed(received, elapsed)
                : new FetchResult.Verified(received, elapsed, "pkg:npm/p" + random.nextInt(30));
        return new Observation(
                new UUID(random.nextLong(), random.nextLong()),
                START.minusSeconds(random.nextInt(2_000_000)),
                source,
                Optional.empty(),
                result,
                Observation.Context.UNKNOWN);
    }

    private static void print(PrintStream out, Result result) {
        out.printf(
                Locale.ROOT,
                "scoring %,d sources: %.1f ms of CPU (slowest round %.1f ms), %.1f ms on the clock%n",
                SOURCES,
                result.median().toNanos() / 1e6,
                result.slowest().toNanos() / 1e6,
                result.elapsed().toNanos() / 1e6);
    }
}
