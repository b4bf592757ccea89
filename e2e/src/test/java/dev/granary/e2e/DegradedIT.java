package dev.granary.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.granary.e2e.process.Poll;
import dev.granary.e2e.scene.HermeticScene;
import dev.granary.e2e.scene.Scenes;
import dev.granary.e2e.stack.Stack;
import java.time.Duration;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code status} tells what a service that is up does without. */
@ExtendWith(Scenes.class)
@Order(Integer.MAX_VALUE - 2)
class DegradedIT {
    private static final Duration LIMIT = Duration.ofSeconds(45);

    private final Stack stack;

    DegradedIT(HermeticScene scene) {
        this.stack = scene.stack();
    }

    @ParameterizedTest
    @CsvSource({"redis, fetch-verify", "kafka, reputation"})
    void aServerThatHangsShowsInTheStatusOfTheServiceThatNeedsIt(String server, String service) {
        // Given
        Poll.until("all is well", LIMIT, () -> detail(service).isEmpty());

        // When
        String meanwhile;
        try (Stack.Frozen _ = stack.freeze(server)) {
            Poll.until("its absence shows", LIMIT, () -> detail(service).contains(server + " ("));
            meanwhile = stack.component(service).path("state").asText();
        }

        // Then
        assertThat(meanwhile).isEqualTo("ready");
        Poll.until(
                "all is well again",
                LIMIT,
                () -> detail(service).isEmpty() && stack.status().path("ready").asBoolean());
    }

    private String detail(String service) {
        return stack.component(service).path("detail").asText();
    }
}
