package dev.granary.libp2p.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.granary.libp2p.loop.Loop;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TaskQueueTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    static LongStream seeds() {
        return LongStream.range(0, 20);
    }

    private record Expected(long at, int number) {}

    @ParameterizedTest(name = "seed={0}")
    @MethodSource("seeds")
    void whateverIsTakenBackTheOthersRunInTheirOrder(long seed) {
        // Given
        Random random = new Random(seed);
        VirtualLoop loop = new VirtualLoop(START, seed);
        List<Integer> ran = new ArrayList<>();
        List<Expected> expected = new ArrayList<>();
        for (int i = 0; i < 6_000; i++) {
            int number = i;
            long at = random.nextInt(1_000);
            Loop.Timer timer = loop.schedule(Duration.ofNanos(at), () -> ran.add(number));
            if (random.nextInt(4) == 0) {
                expected.add(new Expected(at, number));
            } else {
                timer.cancel();
                timer.cancel();
            }
        }
        int pending = loop.pending();

        // When
        loop.runFor(Duration.ofSeconds(1));

        // Then
        assertThat(pending).isEqualTo(expected.size());
        expected.sort(Comparator.comparingLong(Expected::at).thenComparingInt(Expected::number));
        assertThat(ran).isEqualTo(expected.stream().map(Expected::number).toList());
        assertThat(loop.pending()).isZero();
    }

    @Test
    void aTaskForNowWaitsForThoseThatWereGivenBeforeForThisMoment() {
        // Given
        VirtualLoop loop = new VirtualLoop(START, 1);
        List<String> ran = new ArrayList<>();
        loop.schedule(Duration.ofSeconds(1), () -> loop.execute(() -> ran.add("given now")));
        loop.schedule(Duration.ofSeconds(1), () -> ran.add("given before"));

        // When
        loop.runFor(Duration.ofSeconds(1));

        // Then
        assertThat(ran).containsExactly("given before", "given now");
    }

    @Test
    void theDeadDoNothing() {
        // Given
        VirtualLoop loop = new VirtualLoop(START, 1);
        List<String> ran = new ArrayList<>();
        NodeLoop dies = loop.node();
        dies.execute(() -> ran.add("now"));
        dies.schedule(Duration.ofSeconds(1), () -> ran.add("later"));

        // When
        dies.halt();
        dies.execute(() -> ran.add("even later"));
        loop.runFor(Duration.ofSeconds(2));

        // Then
        assertThat(ran).isEmpty();
        assertThat(loop.pending()).isZero();
    }
}
