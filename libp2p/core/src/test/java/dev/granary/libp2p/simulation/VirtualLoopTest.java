package dev.granary.libp2p.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.granary.libp2p.loop.Loop;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class VirtualLoopTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final VirtualLoop loop = new VirtualLoop(START, 1);
    private final List<String> ran = new ArrayList<>();

    @Test
    void tasksRunInTheOrderOfTheirTimeAndAmongEqualsInTheOrderGiven() {
        // Given
        loop.schedule(Duration.ofSeconds(2), () -> ran.add("late"));
        loop.schedule(Duration.ofSeconds(1), () -> ran.add("first of two"));
        loop.schedule(Duration.ofSeconds(1), () -> ran.add("second of two"));
        loop.execute(() -> ran.add("now"));

        // When
        loop.runFor(Duration.ofSeconds(3));

        // Then
        assertThat(ran).containsExactly("now", "first of two", "second of two", "late");
        assertThat(loop.now()).isEqualTo(START.plusSeconds(3));
    }

    @Test
    void aTaskTakenBackDoesNotRun() {
        // Given
        Loop.Timer timer = loop.schedule(Duration.ofSeconds(1), () -> ran.add("taken back"));

        // When
        timer.cancel();
        loop.runFor(Duration.ofSeconds(2));

        // Then
        assertThat(ran).isEmpty();
        assertThat(loop.pending()).isZero();
    }

    @Test
    void timeStandsStillWhileTasksBringAboutTasks() {
        // Given
        loop.execute(() -> loop.execute(() -> ran.add(loop.now().toString())));

        // When
        loop.runDue();

        // Then
        assertThat(ran).containsExactly(START.toString());
    }

    @Test
    void waitingEndsAsSoonAsItIsDoneOrWhenItsTimeIsOver() {
        // Given
        loop.schedule(Duration.ofSeconds(1), () -> ran.add("done"));

        // When
        boolean inTime = loop.runUntil(() -> ran.contains("done"), Duration.ofSeconds(5));
        Instant then = loop.now();
        boolean never = loop.runUntil(() -> ran.contains("never"), Duration.ofSeconds(5));

        // Then
        assertThat(inTime).isTrue();
        assertThat(then).isEqualTo(START.plusSeconds(1));
        assertThat(never).isFalse();
        assertThat(loop.now()).isEqualTo(START.plusSeconds(6));
    }

    @Test
    void oneSeedGivesOneSequenceOfChances() {
        // Given
        VirtualLoop same = new VirtualLoop(START, 1);

        // When
        long drawn = loop.random().nextLong();

        // Then
        assertThat(same.random().nextLong()).isEqualTo(drawn);
        assertThat(loop.random().nextLong()).isNotEqualTo(drawn);
    }
}
