package dev.granary.libp2p;

import static org.assertj.core.api.Assertions.assertThat;

import dev.granary.libp2p.identity.KeyType;
import dev.granary.libp2p.identity.PrivateKey;
import dev.granary.libp2p.multistream.MultistreamSelect;
import dev.granary.libp2p.noise.NoiseSecurity;
import dev.granary.libp2p.security.Secured;
import dev.granary.libp2p.simulation.VirtualLoop;
import dev.granary.libp2p.stream.ByteStream;
import dev.granary.libp2p.stream.Closing;
import dev.granary.libp2p.stream.MuxedConnection;
import dev.granary.libp2p.stream.memory.MemoryLink;
import dev.granary.libp2p.stream.memory.MemoryPipe;
import dev.granary.libp2p.testkit.Bulk;
import dev.granary.libp2p.testkit.Echo;
import dev.granary.libp2p.testkit.Recorder;
import dev.granary.libp2p.testkit.Stages;
import dev.granary.libp2p.testkit.VirtualConformance;
import dev.granary.libp2p.yamux.YamuxConnection;
import dev.granary.libp2p.yamux.YamuxSettings;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** All layers on each other, on a link that cuts what passes at random: pipe, negotiation, noise, yamux, negotiation. */
class StackPropertyTest {
    private static final SecureRandom SECURE = new SecureRandom();
    private static final PrivateKey NEAR = PrivateKey.generate(KeyType.ED25519, SECURE);
    private static final PrivateKey FAR = PrivateKey.generate(KeyType.ED25519, SECURE);
    private static final Duration LONG = Duration.ofMinutes(2);
    private static final int STREAMS = 60;

    private final MultistreamSelect select = new MultistreamSelect(MultistreamSelect.USUAL_TIMEOUT);

    static LongStream seeds() {
        return LongStream.concat(LongStream.rangeClosed(1, 12), LongStream.of(SECURE.nextLong()));
    }

    @ParameterizedTest(name = "seed={0}")
    @MethodSource("seeds")
    void manyStreamsOfEachKindAllComeToTheirOwnEndAndLeaveNothing(long seed) throws P2pException {
        // Given
        VirtualLoop loop = new VirtualLoop(VirtualConformance.START, seed);
        RandomGenerator random = loop.random();
        Both both = connect(loop);
        List<Attempt> attempts = new ArrayList<>();

        // When
        for (int i = 0; i < STREAMS; i++) {
            attempts.add(begin(Kind.values()[random.nextInt(Kind.values().length)], both.near, random));
            loop.runFor(Duration.ofMillis(random.nextInt(20)));
        }
        boolean ended = loop.runUntil(() -> attempts.stream().allMatch(Attempt::isOver), LONG);
        loop.runFor(Duration.ofSeconds(1));
        both.near.end();
        loop.runUntil(() -> both.closings.size() == 2, LONG);
        loop.runFor(Duration.ofSeconds(1));

        // Then
        assertThat(ended).as("each stream came to its end").isTrue();
        assertThat(attempts.stream().filter(attempt -> !attempt.wentAsItShould()))
                .isEmpty();
        assertThat(both.near.openStreams()).isZero();
        assertThat(both.far.openStreams()).isZero();
        assertThat(both.closings).containsOnly(new Closing.Complete());
        assertThat(loop.pending()).as("timers left behind").isZero();
    }

    /** What a stream is used for. */
    private enum Kind {
        ECHO,
        RESET_BY_US,
        RESET_BY_THEM,
        REFUSED,
        SLOWLY_READ
    }

    private record Attempt(Kind kind, ByteBuffer sent, Recorder received) {
        boolean isOver() {
            return received.isClosed();
        }

        boolean wentAsItShould() {
            return switch (kind) {
                case ECHO, SLOWLY_READ -> echoed();
                case RESET_BY_US -> failedWith(P2pError.CANCELLED) || echoed();
                case RESET_BY_THEM -> received.closing().equals(Optional.of(new Closing.RemoteReset(77)));
                case REFUSED -> failedWith(P2pError.NOT_SUPPORTED);
            };
        }

        private boolean echoed() {
            return received.closing().equals(Optional.of(new Closing.Complete()))
                    && sent.equals(ByteBuffer.wrap(received.bytes()));
        }

        @Override
        public String toString() {
            return kind + " of " + sent.remaining() + " bytes, " + received.size() + " back, " + received.closing();
        }

        private boolean failedWith(P2pError error) {
            return received.closing().orElse(null) instanceof Closing.Failed failed && failed.error() == error;
        }
    }

    private Attempt begin(Kind kind, MuxedConnection connection, RandomGenerator random) throws P2pException {
        byte[] content = new byte[random.nextInt(1 << random.nextInt(4, 20))];
        random.nextBytes(content);
        String protocol =
                switch (kind) {
                    case ECHO, RESET_BY_US, SLOWLY_READ -> "/echo";
                    case RESET_BY_THEM -> "/reset";
                    case REFUSED -> "/nobody-speaks-this";
                };
        ByteStream stream = select.proposeLazily(connection.open(), protocol);
        Bulk bulk = new Bulk(stream, content, random, 1 << random.nextInt(1, 18));
        bulk.begin();
        if (kind == Kind.RESET_BY_US) {
            stream.loop().schedule(Duration.ofMillis(random.nextInt(3)), () -> stream.reset(5));
        } else if (kind == Kind.SLOWLY_READ) {
            stream.pause();
            stream.loop().schedule(Duration.ofSeconds(5), stream::resume);
        }
        return new Attempt(kind, ByteBuffer.wrap(content), bulk);
    }

    private Both connect(VirtualLoop loop) {
        MemoryLink link = MemoryLink.DIRECT.splitBy(loop.random()).delayedBy(Duration.ofMillis(1));
        MemoryPipe pipe = new MemoryPipe(loop, link);
        NoiseSecurity near = new NoiseSecurity(NEAR, List.of(YamuxConnection.PROTOCOL), SECURE);
        NoiseSecurity far = new NoiseSecurity(FAR, List.of(YamuxConnection.PROTOCOL), SECURE);
        CompletionStage<Secured> theirs = select.respond(pipe.second(), far.protocol()::equals)
                .thenCompose(_ -> far.secure(pipe.second(), Role.RESPONDER, Optional.empty()));
        ByteStream lazy = select.proposeLazily(pipe.first(), near.protocol());
        CompletionStage<Secured> ours =
                near.secure(lazy, Role.INITIATOR, Optional.of(FAR.publicKey().peerId()));
        loop.runUntil(() -> Stages.isDone(ours) && Stages.isDone(theirs), LONG);
        Both both = new Both(
                new YamuxConnection(Stages.result(ours).stream(), Role.INITIATOR, YamuxSettings.USUAL),
                new YamuxConnection(Stages.result(theirs).stream(), Role.RESPONDER, YamuxSettings.USUAL),
                new ArrayList<>());
        both.near.start(new Serving(both.closings));
        both.far.start(new Serving(both.closings));
        return both;
    }

    private record Both(MuxedConnection near, MuxedConnection far, List<Closing> closings) {}

    /** The remote's program: it echoes, and it resets what asks for that. */
    private final class Serving implements MuxedConnection.Receiver {
        private final List<Closing> closings;

        Serving(List<Closing> closings) {
            this.closings = closings;
        }

        @Override
        public void opened(ByteStream stream) {
            select.respond(stream, List.of("/echo", "/reset")::contains).thenAccept(protocol -> {
                if (protocol.equals("/echo")) {
                    stream.start(new Echo(stream));
                } else {
                    stream.reset(77);
                }
            });
        }

        @Override
        public void closed(Closing closing) {
            closings.add(closing);
        }
    }
}
