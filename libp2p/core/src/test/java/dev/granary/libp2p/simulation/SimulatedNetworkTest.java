package dev.granary.libp2p.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.host.Connection;
import dev.granary.libp2p.identify.Identify;
import dev.granary.libp2p.simulation.Journal.Happening;
import dev.granary.libp2p.testkit.EchoHandler;
import dev.granary.libp2p.testkit.Recorder;
import dev.granary.libp2p.testkit.Stages;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real hosts on a simulated network. */
class SimulatedNetworkTest {
    private static final NetworkSettings LOSSLESS = NetworkSettings.STANDARD.withLoss(0);

    private final SimulatedWorld world = new SimulatedWorld(1, LOSSLESS);

    @Test
    void aConnectionStandsAfterTwoRoundTripsAndBothSidesLearnWhoTheOtherIs() {
        // Given
        SimulatedHost near = world.join(true);
        SimulatedHost far = world.join(true);
        long before = world.loop.nanoTime();

        // When
        Connection connection = world.connect(near, far);

        // Then
        Duration roundTrip = connection.roundTrip().orElseThrow();
        assertThat(Duration.ofNanos(world.loop.nanoTime() - before))
                .isBetween(roundTrip.multipliedBy(2), roundTrip.multipliedBy(3));
        world.loop.runFor(Duration.ofSeconds(2));
        assertThat(far.host().peerStore().about(near.host().peerId()).protocols())
                .contains(EchoHandler.PROTOCOL, Identify.PROTOCOL);
        assertThat(near.host().peerStore().about(far.host().peerId()).record()).isPresent();
    }

    @Test
    void whatIsFlushedTogetherIsOneEventWhateverItsSize() {
        // Given
        Connection connection = world.connect(world.join(true), world.join(true));
        world.loop.runFor(Duration.ofSeconds(2));
        long before = world.network.journal().count(Happening.MESSAGE);

        // When
        Recorder answer = world.echo(connection, 1, 100_000);
        world.loop.runFor(Duration.ofSeconds(5));

        // Then
        assertThat(answer.size()).isEqualTo(100_000);
        // proposal with the bytes, their end; acceptance, the bytes, their end
        assertThat(world.network.journal().count(Happening.MESSAGE) - before).isLessThanOrEqualTo(5);
    }

    @Test
    void lostMessagesComeLateAndAllComeInOrder() {
        // Given
        SimulatedWorld bad = new SimulatedWorld(3, NetworkSettings.STANDARD.withLoss(0.1));
        Connection connection = bad.connect(bad.join(true), bad.join(true));

        // When
        Recorder answer = bad.echo(connection, 100, 1);
        bad.loop.runUntil(answer::hasEnded, SimulatedWorld.LONG);

        // Then
        byte[] expected = new byte[100];
        for (int i = 0; i < expected.length; i++) {
            expected[i] = (byte) i;
        }
        assertThat(answer.bytes()).isEqualTo(expected);
    }

    @Test
    void whoIsBehindANatDialsButIsNotDialled() {
        // Given
        SimulatedHost open = world.join(true);
        SimulatedHost hidden = world.join(false);

        // When
        var failure = world.failureOfDial(open, hidden);
        Connection outwards = world.connect(hidden, open);

        // Then
        assertThat(failure).contains(P2pError.TIMEOUT);
        assertThat(outwards.isOpen()).isTrue();
    }

    @Test
    void aHealedNetworkIsWholeAgainThoughConnectionsAcrossTheCutAreLost() {
        // Given
        SimulatedHost left = world.join(true);
        SimulatedHost right = world.join(true);
        Connection connection = world.connect(left, right);

        // When
        world.network.cut(endpoint -> endpoint.number() % 2);
        world.loop.runFor(LOSSLESS.patience());
        boolean survived = connection.isOpen();
        var across = world.failureOfDial(left, right);
        world.network.heal();
        world.loop.runFor(Duration.ofMinutes(1));

        // Then
        assertThat(survived).isFalse();
        assertThat(across).contains(P2pError.TIMEOUT);
        assertThat(world.connect(left, right).isOpen()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whoLeavesIsMissedAtOnceOrAfterAWhileAndDoesNothingAnyMore(boolean silently) {
        // Given
        SimulatedHost stays = world.join(true);
        SimulatedHost leaves = world.join(true);
        Connection connection = world.connect(stays, leaves);
        world.loop.runFor(Duration.ofSeconds(2));
        leaves.host().loop().schedule(Duration.ofSeconds(3), () -> {
            throw new AssertionError("acts after its death");
        });

        // When
        world.network.leave(leaves.endpoint(), silently);
        world.loop.runFor(Duration.ofSeconds(2));
        boolean missedAtOnce = !connection.isOpen();
        world.loop.runFor(LOSSLESS.patience());

        // Then
        assertThat(missedAtOnce).isEqualTo(!silently);
        assertThat(connection.isOpen()).isFalse();
        assertThat(world.failureOfDial(stays, leaves)).contains(silently ? P2pError.TIMEOUT : P2pError.UNREACHABLE);
    }

    @Test
    void aDialThatIsGivenUpLeavesNothingBehind() {
        // Given
        SimulatedHost near = world.join(true);
        SimulatedHost far = world.join(true);
        CompletionStage<Connection> dialled = SimulatedWorld.dial(near, far);

        // When
        world.loop.runFor(Duration.ofMillis(5));
        dialled.toCompletableFuture().cancel(false);
        world.loop.runFor(Duration.ofMinutes(1));

        // Then
        assertThat(near.endpoint().connections()).isEmpty();
        assertThat(far.endpoint().connections()).isEmpty();
        assertThat(world.loop.pending()).isZero();
    }

    @Test
    void anotherPeerAtTheAddressIsFoundOut() {
        // Given
        SimulatedHost near = world.join(true);
        SimulatedHost asked = world.join(true);
        SimulatedHost there = world.join(true);

        // When
        CompletionStage<Connection> dialled = near.host()
                .connect(
                        asked.host().peerId(),
                        List.of(there.endpoint().attachment().address()));
        world.loop.runUntil(() -> Stages.isDone(dialled), SimulatedWorld.LONG);

        // Then
        assertThat(Stages.error(dialled)).contains(P2pError.WRONG_PEER);
    }

    @Test
    void aSeedRepeatsAllThatHappens() {
        // Given
        String first = digestOfARun(7);

        // When
        String again = digestOfARun(7);
        String other = digestOfARun(8);

        // Then
        assertThat(again).isEqualTo(first);
        assertThat(other).isNotEqualTo(first);
    }

    private static String digestOfARun(long seed) {
        SimulatedWorld some = new SimulatedWorld(seed, NetworkSettings.STANDARD.withLoss(0.05));
        for (int i = 0; i < 12; i++) {
            some.join(i % 4 != 0);
        }
        for (SimulatedHost from : some.hosts) {
            for (SimulatedHost to : some.hosts.subList(0, 5)) {
                SimulatedWorld.dial(from, to).thenAccept(connection -> some.echo(connection, 3, 1_000));
            }
        }
        some.loop.runFor(Duration.ofSeconds(5));
        some.network.cut(endpoint -> endpoint.number() / 6);
        some.network.leave(some.hosts.get(3).endpoint(), true);
        some.loop.runFor(Duration.ofMinutes(1));
        some.network.heal();
        some.loop.runFor(Duration.ofMinutes(1));
        return some.network.journal().digest();
    }
}
