package dev.granary.libp2p.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.Role;
import dev.granary.libp2p.identity.IdentityCertificate;
import dev.granary.libp2p.identity.KeyType;
import dev.granary.libp2p.identity.PrivateKey;
import dev.granary.libp2p.multiformats.PeerId;
import dev.granary.libp2p.security.Secured;
import dev.granary.libp2p.simulation.VirtualLoop;
import dev.granary.libp2p.stream.ByteStream;
import dev.granary.libp2p.stream.ByteStreamConformance;
import dev.granary.libp2p.stream.Closing;
import dev.granary.libp2p.stream.memory.MemoryLink;
import dev.granary.libp2p.stream.memory.MemoryPipe;
import dev.granary.libp2p.testkit.Bulk;
import dev.granary.libp2p.testkit.Recorder;
import dev.granary.libp2p.testkit.Stages;
import dev.granary.libp2p.testkit.VirtualConformance;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.util.ReferenceCounted;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionStage;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TlsSecurityTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final PrivateKey OUR_KEY = PrivateKey.generate(KeyType.ED25519, RANDOM);
    private static final PrivateKey THEIR_KEY = PrivateKey.generate(KeyType.ED25519, RANDOM);
    private static final String YAMUX = "/yamux/1.0.0";
    private static final Duration LONG = Duration.ofMinutes(1);

    private final UnpooledByteBufAllocator memory = new UnpooledByteBufAllocator(true);
    private final List<SSLEngine> engines = new ArrayList<>();
    private final VirtualLoop loop = new VirtualLoop(VirtualConformance.START, 1);
    private final MemoryPipe pipe = new MemoryPipe(loop, MemoryLink.DIRECT);
    private final ByteStream near = pipe.first();
    private final ByteStream far = pipe.second();
    private final TlsSecurity ours = security(OUR_KEY, List.of(YAMUX));
    private final TlsSecurity theirs = security(THEIR_KEY, List.of(YAMUX));

    @Nested
    class Streams extends VirtualConformance {
        @Override
        protected Ends connect(VirtualLoop on) {
            return secured(on, MemoryLink.DIRECT.splitBy(on.random()));
        }
    }

    @Nested
    class StreamsOnANarrowLink extends VirtualConformance {
        @Override
        protected Ends connect(VirtualLoop on) {
            return secured(on, MemoryLink.DIRECT.holding(20_000).delayedBy(Duration.ofMillis(1)));
        }
    }

    @AfterEach
    void nothingIsLeftBehindOnceTheConnectionsAreClosed() {
        near.reset(0);
        far.reset(0);
        loop.runFor(LONG);
        assertThat(memory.metric().usedDirectMemory()).as("direct memory").isZero();
        assertThat(loop.pending()).as("timers").isZero();
    }

    @ParameterizedTest
    @EnumSource(KeyType.class)
    void eachSideLearnsTheOthersKeyWhateverItsType(KeyType type) {
        // Given
        PrivateKey key = PrivateKey.generate(type, RANDOM);
        TlsSecurity security = security(key, List.of(YAMUX));

        // When
        CompletionStage<Secured> initiator =
                ours.secure(near, Role.INITIATOR, Optional.of(key.publicKey().peerId()));
        CompletionStage<Secured> responder = security.secure(far, Role.RESPONDER, Optional.empty());
        loop.runDue();

        // Then
        assertThat(Stages.result(initiator).remoteKey()).isEqualTo(key.publicKey());
        assertThat(Stages.result(responder).remoteKey()).isEqualTo(OUR_KEY.publicKey());
        assertThat(Stages.result(initiator).earlyMuxer()).contains(YAMUX);
        assertThat(Stages.result(responder).earlyMuxer()).contains(YAMUX);
    }

    @Test
    void theMuxerIsLeftOpenWhenOneSideLeavesItOpen() {
        // When
        CompletionStage<Secured> initiator = ours.secure(near, Role.INITIATOR, Optional.empty());
        CompletionStage<Secured> responder =
                security(THEIR_KEY, List.of()).secure(far, Role.RESPONDER, Optional.empty());
        loop.runDue();

        // Then
        assertThat(Stages.result(initiator).earlyMuxer()).isEmpty();
        assertThat(Stages.result(responder).earlyMuxer()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void anotherPeerThanTheExpectedOneIsRefusedBeforeAnyData(Role expecting) {
        // Given
        Optional<PeerId> stranger = Optional.of(
                PrivateKey.generate(KeyType.ED25519, RANDOM).publicKey().peerId());

        // When
        CompletionStage<Secured> our = ours.secure(near, expecting, stranger);
        CompletionStage<Secured> their = theirs.secure(far, expecting.other(), Optional.empty());
        Recorder theirStream = new Recorder();
        their.thenAccept(secured -> secured.stream().start(theirStream));
        loop.runDue();

        // Then
        assertThat(Stages.error(our)).contains(P2pError.WRONG_PEER);
        assertThat(Stages.error(their).isPresent() || theirStream.isClosed()).isTrue();
        assertThat(theirStream.size()).isZero();
        assertReleased();
    }

    @Test
    void anExpiredCertificateIsRefusedWithItsReason() {
        // Given
        IdentityCertificate expired =
                IdentityCertificate.issue(THEIR_KEY, RANDOM, VirtualConformance.START.minus(Duration.ofDays(40_000)));

        // When
        CompletionStage<Secured> our = ours.secure(near, Role.INITIATOR, Optional.empty());
        security(expired, List.of(YAMUX)).secure(far, Role.RESPONDER, Optional.empty());
        loop.runDue();

        // Then
        assertThat(Stages.error(our)).contains(P2pError.UNAUTHENTICATED);
    }

    @Test
    void aRefusalThatComesAfterTheHandshakeIsToldAsOne() {
        // Given
        PeerId stranger =
                PrivateKey.generate(KeyType.ED25519, RANDOM).publicKey().peerId();
        Recorder our = new Recorder();

        // When
        ours.secure(near, Role.INITIATOR, Optional.empty())
                .thenAccept(secured -> secured.stream().start(our));
        relayWithoutResets(theirs, stranger);
        loop.runDue();

        // Then
        assertThat(our.closing()).get().isInstanceOfSatisfying(Closing.Failed.class, failed -> assertThat(
                        failed.error())
                .as(failed.detail())
                .isEqualTo(P2pError.UNAUTHENTICATED));
    }

    /** A responder whose alert arrives although the connection is reset behind it, as it does on a socket. */
    private void relayWithoutResets(TlsSecurity responder, PeerId expected) {
        MemoryPipe inner = new MemoryPipe(loop, MemoryLink.DIRECT);
        far.start(new Forward(inner.first()));
        inner.first().start(new Forward(far));
        responder.secure(inner.second(), Role.RESPONDER, Optional.of(expected));
    }

    private static final class Forward extends Recorder {
        private final ByteStream to;

        Forward(ByteStream to) {
            this.to = to;
        }

        @Override
        public void received(ByteBuffer given) {
            ByteBuffer copy = ByteBuffer.allocate(given.remaining()).put(given).flip();
            to.write(copy);
            to.flush();
        }
    }

    @Test
    void aRemoteThatSaysNothingIsGivenUp() {
        // When
        CompletionStage<Secured> our = ours.secure(near, Role.RESPONDER, Optional.empty());
        loop.runFor(Duration.ofSeconds(11));

        // Then
        assertThat(Stages.error(our)).contains(P2pError.TIMEOUT);
        assertReleased();
    }

    @Test
    void aConnectionThatClosesWithinTheHandshakeFailsIt() {
        // Given
        CompletionStage<Secured> our = ours.secure(near, Role.INITIATOR, Optional.empty());
        loop.runDue();

        // When
        far.reset(3);
        loop.runDue();

        // Then
        assertThat(Stages.error(our)).contains(P2pError.REMOTE_RESET);
        assertReleased();
    }

    @Test
    void aConnectionThatClosesBeforeItsStreamIsStartedLeavesNothingBehind() {
        // Given
        CompletionStage<Secured> our = ours.secure(near, Role.INITIATOR, Optional.empty());
        CompletionStage<Secured> their = theirs.secure(far, Role.RESPONDER, Optional.empty());
        loop.runDue();
        Recorder late = new Recorder();

        // When
        far.reset(3);
        loop.runDue();
        Stages.result(our).stream().write(ByteBuffer.allocate(100_000));
        Stages.result(our).stream().flush();
        Stages.result(our).stream().start(late);
        loop.runDue();

        // Then
        assertThat(their).isNotNull();
        assertThat(late.isClosed()).isTrue();
        assertReleased();
    }

    @ParameterizedTest(name = "seed={0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void bentBytesCloseTheConnectionAndNothingElse(long seed) {
        // Given
        Random random = new Random(seed);
        MemoryPipe inner = new MemoryPipe(loop, MemoryLink.DIRECT);
        long target = random.nextInt(3_000);
        Recorder our = new Recorder();
        CompletionStage<Secured> initiator = ours.secure(near, Role.INITIATOR, Optional.empty());
        far.start(new Bending(inner.first(), target));
        inner.first().start(new Forward(far));
        theirs.secure(inner.second(), Role.RESPONDER, Optional.empty())
                .thenAccept(secured -> secured.stream().start(new Recorder()));

        // When
        initiator.thenAccept(secured -> {
            secured.stream().start(our);
            secured.stream().write(ByteBuffer.allocate(20_000));
            secured.stream().flush();
        });
        loop.runFor(LONG);
        inner.first().reset(0);
        inner.second().reset(0);

        // Then
        assertThat(our.size()).isZero();
    }

    /** Passes on what comes, with one bit of it turned over. */
    private static final class Bending extends Recorder {
        private final ByteStream to;
        private final long target;
        private long at;

        Bending(ByteStream to, long target) {
            this.to = to;
            this.target = target;
        }

        @Override
        public void received(ByteBuffer given) {
            byte[] bytes = new byte[given.remaining()];
            given.get(bytes);
            if (target >= at && target < at + bytes.length) {
                bytes[(int) (target - at)] ^= 0x10;
            }
            at += bytes.length;
            to.write(ByteBuffer.wrap(bytes));
            to.flush();
        }
    }

    @ParameterizedTest(name = "seed={0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void noiseInsteadOfAHandshakeIsRefused(long seed) {
        // Given
        byte[] noise = new byte[2_000];
        new Random(seed).nextBytes(noise);
        CompletionStage<Secured> our = ours.secure(near, Role.RESPONDER, Optional.empty());

        // When
        far.start(new Recorder());
        far.write(ByteBuffer.wrap(noise));
        far.flush();
        loop.runFor(LONG);

        // Then
        assertThat(Stages.error(our)).isPresent();
        assertReleased();
    }

    @Test
    void manyMegabytesArriveWithASlowReaderAndAreNotHeldInMemory() {
        // Given
        CompletionStage<Secured> our = ours.secure(near, Role.INITIATOR, Optional.empty());
        CompletionStage<Secured> their = theirs.secure(far, Role.RESPONDER, Optional.empty());
        loop.runDue();
        byte[] content = new byte[16 * 1024 * 1024];
        new Random(1).nextBytes(content);
        Bulk writer = new Bulk(Stages.result(our).stream(), content, new SplittableRandom(1), 200_000);
        Recorder reader = new Recorder();
        ByteStream reading = Stages.result(their).stream();

        // When
        reading.start(reader);
        reading.pause();
        writer.begin();
        loop.runFor(Duration.ofSeconds(1));
        int writtenToAStuckReader = writer.written();
        reading.resume();
        assertThat(loop.runUntil(reader::hasEnded, LONG)).isTrue();

        // Then
        assertThat(writtenToAStuckReader).isLessThan(1024 * 1024);
        assertThat(reader.bytes()).isEqualTo(content);
    }

    @Test
    void aClosedConnectionGivesItsEngineBack() {
        // Given
        CompletionStage<Secured> our = ours.secure(near, Role.INITIATOR, Optional.empty());
        CompletionStage<Secured> their = theirs.secure(far, Role.RESPONDER, Optional.empty());
        loop.runDue();
        Recorder ending = new Recorder();
        Stages.result(our).stream().start(ending);
        Stages.result(their).stream().start(new Recorder());

        // When
        Stages.result(our).stream().end();
        Stages.result(their).stream().end();
        loop.runDue();

        // Then
        assertThat(ending.closing()).contains(new Closing.Complete());
        assertReleased();
    }

    private void assertReleased() {
        loop.runDue();
        assertThat(engines).isNotEmpty().allSatisfy(engine -> assertThat(((ReferenceCounted) engine).refCnt())
                .isZero());
    }

    private ByteStreamConformance.Ends secured(VirtualLoop on, MemoryLink link) {
        MemoryPipe between = new MemoryPipe(on, link);
        CompletionStage<Secured> our = ours.secure(between.first(), Role.INITIATOR, Optional.empty());
        CompletionStage<Secured> their = theirs.secure(between.second(), Role.RESPONDER, Optional.empty());
        assertThat(on.runUntil(() -> Stages.isDone(our) && Stages.isDone(their), LONG))
                .isTrue();
        return new ByteStreamConformance.Ends(Stages.result(our).stream(), Stages.result(their).stream());
    }

    private TlsSecurity security(PrivateKey key, List<String> muxers) {
        return security(IdentityCertificate.issue(key, RANDOM, VirtualConformance.START), muxers);
    }

    private TlsSecurity security(IdentityCertificate certificate, List<String> muxers) {
        return new TlsSecurity(
                new TlsEngines(certificate, muxers, memory) {
                    @Override
                    SSLEngine newEngine(Role role) {
                        SSLEngine engine = super.newEngine(role);
                        engines.add(engine);
                        return engine;
                    }
                },
                muxers);
    }
}
