package dev.granary.fetchverify.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.granary.fetchverify.event.EventFeed;
import dev.granary.fetchverify.event.MemoryOutbox;
import dev.granary.fetchverify.event.OutboxConformance;
import dev.granary.fetchverify.event.QueuedEvent;
import dev.granary.fetchverify.event.SampleEvents;
import dev.granary.service.health.DegradedModes;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PumpTest {
    private static final PumpSettings SETTINGS = new PumpSettings(2, Duration.ofMillis(100), Duration.ofSeconds(1));

    private final MemoryOutbox outbox = new MemoryOutbox(100);
    private final EventFeed feed = outbox.newFeed();
    private final DegradedModes modes = new DegradedModes();
    private final List<Long> delivered = new ArrayList<>();
    private boolean away;

    private final Pump pump = new Pump("kafka", feed, this::deliver, SETTINGS, new Random(1), modes);

    @Test
    void deliversInOrderByBatches() throws Exception {
        // Given
        append(3);

        // When
        pump.step();
        pump.step();

        // Then
        assertThat(delivered).containsExactly(0L, 1L, 2L);
        assertThat(pump.pending()).isZero();
        assertThat(pump.lastError()).isEmpty();
    }

    @Test
    void keepsEventsWhileTheDestinationIsAway() throws Exception {
        // Given
        append(2);
        away = true;

        // When
        Duration pause = pump.step();

        // Then
        assertThat(pause).isBetween(Duration.ofMillis(50), Duration.ofMillis(100));
        assertThat(pump.pending()).isEqualTo(2);
        assertThat(pump.lastError()).contains("away");
        assertThat(modes.list()).extracting("name").containsExactly("kafka");
    }

    @Test
    void pausesLongerAndLongerUpToABound() throws Exception {
        // Given
        append(2);
        away = true;
        List<Duration> pauses = new ArrayList<>();

        // When
        for (int i = 0; i < 10; i++) {
            pauses.add(pump.step());
        }

        // Then
        assertThat(pauses.get(3)).isBetween(Duration.ofMillis(400), Duration.ofMillis(800));
        assertThat(pauses.getLast()).isBetween(Duration.ofMillis(500), Duration.ofSeconds(1));
    }

    @Test
    void goesOnWhereItStoppedWhenTheDestinationIsBack() throws Exception {
        // Given
        append(2);
        away = true;
        pump.step();
        away = false;

        // When
        Duration pause = pump.step();

        // Then
        assertThat(pause).isZero();
        assertThat(delivered).containsExactly(0L, 1L);
        assertThat(modes.list()).isEmpty();
        assertThat(pump.lastError()).isEmpty();
    }

    @Test
    void stopsWhileItWaits() {
        // Given
        pump.start();

        // When
        pump.close();

        // Then
        assertThat(delivered).isEmpty();
    }

    private void deliver(List<QueuedEvent> events) throws IOException {
        if (away) {
            throw new IOException("away");
        }
        delivered.addAll(OutboxConformance.numbers(events));
    }

    private void append(int count) {
        for (int i = 0; i < count; i++) {
            outbox.append(List.of(SampleEvents.fetched(i)));
        }
    }
}
