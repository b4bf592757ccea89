package dev.granary.libp2p.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.granary.libp2p.host.HostLimits;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SimulationTest {
    private final Simulation simulation =
            new Simulation(new Simulation.Recipe("example", 5, 2), NetworkSettings.STANDARD, HostLimits.STANDARD);

    private SimulatedHost join(int number) {
        SimulatedHost joined = simulation.hosts().join(SimulatedWorld.key(number), SimulatedWorld.attachment(number));
        joined.host().start();
        return joined;
    }

    @Test
    void whatBreaksIsToldWithTheCommandThatRepeatsItAndTheLastEvents() {
        // Given
        SimulatedHost lonely = join(1);
        simulation.always(
                lonely.endpoint(),
                () -> lonely.host().connections().isEmpty() ? Optional.empty() : Optional.of("It has company."));
        SimulatedHost sociable = join(2);
        SimulatedWorld.dial(sociable, lonely);

        // When, Then
        assertThatIllegalStateException()
                .isThrownBy(() -> simulation.run(Duration.ofMinutes(1)))
                .withMessageStartingWith("It has company. at host 0, after PT0.")
                .withMessageContaining("./granary libp2p-sim --scenario example --seed 5 --nodes 2")
                .withMessageContaining("CONNECTED 1 -> 0");
    }

    @Test
    void whatAHandlerThrowsEndsTheRun() {
        // Given
        SimulatedHost careless = join(1);
        SimulatedHost other = join(2);
        careless.host().handle("/careless/1.0.0", stream -> {
            throw new IllegalStateException("oops");
        });
        SimulatedWorld.dial(other, careless).thenCompose(connection -> connection.open(List.of("/careless/1.0.0")));

        // When, Then
        assertThatIllegalStateException()
                .isThrownBy(() -> simulation.run(Duration.ofMinutes(1)))
                .withMessageContaining("oops");
    }

    @Test
    void whatHoldsForAllIsCheckedEachSecondAndNobodyAsksTheDead() {
        // Given
        SimulatedHost dead = join(1);
        int[] asked = {0, 0};
        simulation.eachSecond(() -> {
            asked[0]++;
            return Optional.empty();
        });
        simulation.always(dead.endpoint(), () -> {
            asked[1]++;
            return Optional.empty();
        });

        // When
        simulation.leave(dead.endpoint(), false);
        simulation.run(Duration.ofSeconds(10));

        // Then
        assertThat(asked).containsExactly(10, 0);
        assertThat(simulation.checks()).isEqualTo(10);
    }
}
