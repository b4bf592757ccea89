package dev.granary.libp2p.simulation;

import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.host.Connection;
import dev.granary.libp2p.host.HostLimits;
import dev.granary.libp2p.identify.IdentifySettings;
import dev.granary.libp2p.identity.PrivateKey;
import dev.granary.libp2p.testkit.EchoHandler;
import dev.granary.libp2p.testkit.Recorder;
import dev.granary.libp2p.testkit.Stages;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Hosts that echo, on a simulated network. */
final class SimulatedWorld {
    static final Duration LONG = Duration.ofMinutes(2);
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    final VirtualLoop loop;
    final SimulatedNetwork network;
    final List<SimulatedHost> hosts = new ArrayList<>();
    private final SimulatedHosts factory;

    SimulatedWorld(long seed, NetworkSettings settings) {
        loop = new VirtualLoop(START, seed);
        network = new SimulatedNetwork(loop, settings);
        factory = new SimulatedHosts(network, HostLimits.STANDARD, IdentifySettings.STANDARD, bug -> {
            throw new AssertionError(bug);
        });
    }

    static PrivateKey key(int number) {
        return PrivateKey.ofEd25519Seed(ByteBuffer.allocate(32).putInt(number).array());
    }

    static Endpoint.Attachment attachment(int number) {
        return Endpoint.Attachment.at("100." + number / 250 + "." + number % 250 + ".1", true);
    }

    SimulatedHost join(boolean reachable) {
        int number = hosts.size();
        Endpoint.Attachment place = attachment(number);
        return join(number, new Endpoint.Attachment(place.address(), place.outbound(), reachable));
    }

    SimulatedHost join(int key, Endpoint.Attachment place) {
        SimulatedHost joined = factory.join(key(key), place);
        joined.host().handle(EchoHandler.PROTOCOL, new EchoHandler());
        joined.host().start();
        loop.runDue();
        hosts.add(joined);
        return joined;
    }

    static CompletionStage<Connection> dial(SimulatedHost from, SimulatedHost to) {
        return from.host()
                .connect(to.host().peerId(), List.of(to.endpoint().attachment().address()));
    }

    /** A connection, once it stands. */
    Connection connect(SimulatedHost from, SimulatedHost to) {
        CompletionStage<Connection> dialled = dial(from, to);
        loop.runUntil(() -> Stages.isDone(dialled), LONG);
        return Stages.result(dialled);
    }

    Optional<P2pError> failureOfDial(SimulatedHost from, SimulatedHost to) {
        CompletionStage<Connection> dialled = dial(from, to);
        loop.runUntil(() -> Stages.isDone(dialled), LONG);
        return Stages.error(dialled);
    }

    /** What comes back of {@code messages} pieces of {@code size} bytes, each sent by itself. */
    Recorder echo(Connection connection, int messages, int size) {
        Recorder answer = new Recorder();
        connection.open(List.of(EchoHandler.PROTOCOL), stream -> {
            stream.start(answer);
            for (int i = 0; i < messages; i++) {
                byte[] piece = new byte[size];
                piece[0] = (byte) i;
                stream.write(ByteBuffer.wrap(piece));
                stream.flush();
            }
            stream.end();
        });
        return answer;
    }
}
