package dev.granary.libp2p.recorded;

import dev.granary.libp2p.P2pException;
import dev.granary.libp2p.Role;
import dev.granary.libp2p.identity.PrivateKey;
import dev.granary.libp2p.multistream.MultistreamSelect;
import dev.granary.libp2p.noise.NoiseSecurity;
import dev.granary.libp2p.pnet.PrivateNetwork;
import dev.granary.libp2p.security.Secured;
import dev.granary.libp2p.security.Security;
import dev.granary.libp2p.simulation.VirtualLoop;
import dev.granary.libp2p.stream.ByteStream;
import dev.granary.libp2p.stream.Closing;
import dev.granary.libp2p.stream.MuxedConnection;
import dev.granary.libp2p.stream.memory.MemoryLink;
import dev.granary.libp2p.stream.memory.MemoryPipe;
import dev.granary.libp2p.testkit.Recorder;
import dev.granary.libp2p.testkit.Stages;
import dev.granary.libp2p.yamux.YamuxConnection;
import dev.granary.libp2p.yamux.YamuxSettings;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;

/** Our side of a connection over a {@link Wire}, one step after the other, always with the same secrets. */
final class Conversation {
    static final String IDENTIFY = "/ipfs/id/1.0.0";
    static final String PING = "/ipfs/ping/1.0.0";
    static final int PING_SIZE = 32;
    private static final PrivateKey OURS = PrivateKey.ofEd25519Seed(new byte[32]);

    private final VirtualLoop loop;
    private final MemoryPipe pipe;
    private final MultistreamSelect select = new MultistreamSelect(MultistreamSelect.USUAL_TIMEOUT);
    private final FixedRandom random = new FixedRandom();
    private final Security noise = new NoiseSecurity(OURS, List.of(YamuxConnection.PROTOCOL), random);
    private final Wire wire;
    /** The protocols for which the remote has opened streams. */
    final List<String> asked = new ArrayList<>();
    /** What came on its ping streams. */
    final Recorder pinged = new Recorder();

    Conversation(Wire wire, Instant now) {
        this.wire = wire;
        loop = new VirtualLoop(now, 1);
        pipe = new MemoryPipe(loop, MemoryLink.DIRECT);
        pipe.second().start(new ToWire());
    }

    private ByteStream raw(Optional<byte[]> psk) {
        return psk.map(key -> PrivateNetwork.ofKey(key).protect(pipe.first(), random))
                .orElse(pipe.first());
    }

    static String ourId() {
        return OURS.publicKey().peerId().toString();
    }

    Security noise() {
        return noise;
    }

    /** Dials the remote; in the private network of {@code psk}, if there is one. */
    Secured secureAsDialler(Security security, Optional<byte[]> psk) {
        ByteStream lazy = select.proposeLazily(raw(psk), security.protocol());
        CompletionStage<Secured> secured = security.secure(lazy, Role.INITIATOR, Optional.empty());
        run("secure", () -> Stages.isDone(secured));
        return Stages.result(secured);
    }

    /** Is dialled by the remote. */
    Secured secureAsListener() {
        ByteStream raw = pipe.first();
        CompletionStage<Secured> secured = select.respond(raw, noise.protocol()::equals)
                .thenCompose(_ -> noise.secure(raw, Role.RESPONDER, Optional.empty()));
        run("secure", () -> Stages.isDone(secured));
        return Stages.result(secured);
    }

    /** Many streams on what was secured; the muxer must have been agreed on, by early negotiation or now. */
    MuxedConnection multiplex(Secured secured, Role role) {
        if (secured.earlyMuxer().isEmpty()) {
            CompletionStage<String> agreed = role == Role.INITIATOR
                    ? select.propose(secured.stream(), List.of(YamuxConnection.PROTOCOL))
                    : select.respond(secured.stream(), YamuxConnection.PROTOCOL::equals);
            run("multiplex", () -> Stages.isDone(agreed));
        }
        MuxedConnection connection = new YamuxConnection(secured.stream(), role, YamuxSettings.USUAL);
        connection.start(new Serving());
        return connection;
    }

    /** What the remote says of itself: all bytes of an identify stream. */
    byte[] identify(MuxedConnection connection) throws P2pException {
        Recorder told = new Recorder();
        ByteStream stream = select.proposeLazily(connection.open(), IDENTIFY);
        stream.start(told);
        stream.flush();
        run("identify", told::hasEnded);
        stream.end();
        return told.bytes();
    }

    /** The answer to {@code ping}. */
    byte[] ping(MuxedConnection connection, byte[] ping) throws P2pException {
        Recorder answer = new Recorder();
        ByteStream stream = select.proposeLazily(connection.open(), PING);
        stream.start(answer);
        stream.write(ByteBuffer.wrap(ping.clone()));
        stream.flush();
        run("ping", () -> answer.size() >= ping.length);
        return answer.bytes();
    }

    /** Waits until the remote has asked who we are, and has pinged. */
    void serve() {
        run("serve", () -> asked.contains(IDENTIFY) && pinged.size() >= PING_SIZE);
    }

    private void run(String step, BooleanSupplier done) {
        loop.runDue();
        while (!done.getAsBoolean()) {
            pipe.second().write(ByteBuffer.wrap(wire.next(step)));
            pipe.second().flush();
            loop.runDue();
        }
    }

    private final class ToWire implements ByteStream.Receiver {
        @Override
        public void received(ByteBuffer bytes) {
            byte[] copy = new byte[bytes.remaining()];
            bytes.get(copy);
            wire.sent(copy);
        }

        @Override
        public void ended() {}

        @Override
        public void closed(Closing closing) {}
    }

    /** Answers pings, and refuses to speak anything else. */
    private final class Serving implements MuxedConnection.Receiver {
        @Override
        public void opened(ByteStream stream) {
            select.respond(stream, protocol -> {
                        asked.add(protocol);
                        return protocol.equals(PING);
                    })
                    .thenAccept(_ -> stream.start(new PingBack(stream)));
        }

        @Override
        public void closed(Closing closing) {}
    }

    private final class PingBack implements ByteStream.Receiver {
        private final ByteStream stream;

        PingBack(ByteStream stream) {
            this.stream = stream;
        }

        @Override
        public void received(ByteBuffer bytes) {
            byte[] copy = new byte[bytes.remaining()];
            bytes.get(copy);
            pinged.received(ByteBuffer.wrap(copy));
            stream.write(ByteBuffer.wrap(copy));
            stream.flush();
        }

        @Override
        public void ended() {
            stream.end();
        }

        @Override
        public void closed(Closing closing) {}
    }
}
