package dev.granary.fetchverify.gateway;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.granary.testing.Gate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SingleFlightTest {
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final SingleFlight<Integer> flights = new SingleFlight<>(threads);
    private final AtomicInteger runs = new AtomicInteger();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void allWhoAskMeanwhileShareOneRun() throws Exception {
        // Given
        Gate gate = Gate.closed();
        List<CompletableFuture<Integer>> joined = new ArrayList<>();

        // When
        for (int i = 0; i < 100; i++) {
            joined.add(flights.join("key", () -> runBehind(gate)));
        }
        gate.open();

        // Then
        for (CompletableFuture<Integer> each : joined) {
            assertThat(each.get(10, SECONDS)).isEqualTo(1);
        }
    }

    @Test
    void aFailureReachesAllWhoWait() {
        // Given
        Gate gate = Gate.closed();
        CompletableFuture<Integer> leader = flights.join("key", () -> failBehind(gate));
        CompletableFuture<Integer> follower = flights.join("key", () -> failBehind(gate));
        gate.open();

        // Then
        assertThatThrownBy(() -> SingleFlight.await(leader))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("1");
        assertThatThrownBy(() -> SingleFlight.await(follower)).hasMessage("1");
    }

    @Test
    void differentKeysDoNotWaitForEachOther() {
        // Given
        Gate gate = Gate.closed();
        var slow = flights.join("slow", () -> runBehind(gate));

        // When
        int quick = SingleFlight.await(flights.join("quick", () -> 42));

        // Then
        assertThat(quick).isEqualTo(42);
        assertThat(slow).isNotDone();
        gate.open();
    }

    @Test
    void whatHasEndedWellOrBadlyIsDoneAnew() {
        // Given
        SingleFlight<Integer> atOnce = new SingleFlight<>(Runnable::run);
        int first = SingleFlight.await(atOnce.join("key", runs::incrementAndGet));
        CompletableFuture<Integer> failed = atOnce.join("key", () -> {
            throw new IllegalStateException();
        });

        // When
        int second = SingleFlight.await(atOnce.join("key", runs::incrementAndGet));

        // Then
        assertThat(first).isEqualTo(1);
        assertThat(failed).isCompletedExceptionally();
        assertThat(second).isEqualTo(2);
    }

    private int runBehind(Gate gate) {
        pass(gate);
        return runs.incrementAndGet();
    }

    private int failBehind(Gate gate) {
        pass(gate);
        throw new IllegalStateException(Integer.toString(runs.incrementAndGet()));
    }

    private static void pass(Gate gate) {
        try {
            assertThat(gate.await(Duration.ofSeconds(10))).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
