package dev.granary.libp2p.noise;

import static org.assertj.core.api.Assertions.assertThat;

import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.P2pException;
import dev.granary.libp2p.Role;
import dev.granary.libp2p.identity.KeyType;
import dev.granary.libp2p.identity.PrivateKey;
import dev.granary.libp2p.multiformats.PeerId;
import dev.granary.libp2p.multistream.MultistreamSelect;
import dev.granary.libp2p.security.Secured;
import dev.granary.libp2p.simulation.VirtualLoop;
import dev.granary.libp2p.stream.ByteStream;
import dev.granary.libp2p.stream.ByteStreamConformance;
import dev.granary.libp2p.stream.Closing;
import dev.granary.libp2p.stream.memory.MemoryLink;
import dev.granary.libp2p.stream.memory.MemoryPipe;
import dev.granary.libp2p.testkit.Recorder;
import dev.granary.libp2p.testkit.Stages;
import dev.granary.libp2p.testkit.VirtualConformance;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class NoiseSecurityTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final PrivateKey OUR_KEY = PrivateKey.generate(KeyType.ED25519, RANDOM);
    private static final PrivateKey THEIR_KEY = PrivateKey.generate(KeyType.ED25519, RANDOM);
    private static final String YAMUX = "/yamux/1.0.0";

    private final VirtualLoop loop = new VirtualLoop(VirtualConformance.START, 1);
    private final MemoryPipe pipe = new MemoryPipe(loop, MemoryLink.DIRECT);
    private final ByteStream near = pipe.first();
    private final ByteStream far = pipe.second();
    private final NoiseSecurity ours = new NoiseSecurity(OUR_KEY, List.of(YAMUX), RANDOM);
    private final NoiseSecurity theirs = new NoiseSecurity(THEIR_KEY, List.of(YAMUX), RANDOM);
    private final Recorder remote = new Recorder();

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

    @ParameterizedTest
    @EnumSource(KeyType.class)
    void eachSideLearnsTheOthersKeyWhateverItsType(KeyType type) {
        // Given
        PrivateKey key = PrivateKey.generate(type, RANDOM);
        NoiseSecurity security = new NoiseSecurity(key, List.of(YAMUX), RANDOM);

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
        assertThat(loop.pending()).as("timers left behind").isZero();
    }

    @Test
    void theInitiatorNeedsTwoWritesUntilItsFirstDataIsOnTheWay() {
        // Given
        MultistreamSelect select = new MultistreamSelect(Duration.ofSeconds(10));
        Recorder counting = new Recorder();
        MemoryPipe counted = new MemoryPipe(loop, MemoryLink.DIRECT);
        relay(counted.second(), far, counting);
        relay(far, counted.second(), new Recorder());
        select.respond(near, NoiseSecurity.PROTOCOL::equals)
                .thenCompose(_ -> theirs.secure(near, Role.RESPONDER, Optional.empty()))
                .thenAccept(secured -> secured.stream().start(remote));

        // When
        ByteStream lazy = select.proposeLazily(counted.first(), NoiseSecurity.PROTOCOL);
        ours.secure(lazy, Role.INITIATOR, Optional.empty()).thenAccept(secured -> {
            secured.stream().start(new Recorder());
            secured.stream().write(ByteBuffer.wrap(new byte[100]));
            secured.stream().flush();
        });
        loop.runDue();

        // Then
        assertThat(remote.size()).isEqualTo(100);
        assertThat(counting.batches()).isEqualTo(2);
    }

    @Test
    void anotherPeerThanTheExpectedOneIsRefusedBeforeAnyData() {
        // Given
        PeerId expected =
                PrivateKey.generate(KeyType.ED25519, RANDOM).publicKey().peerId();

        // When
        CompletionStage<Secured> initiator = ours.secure(near, Role.INITIATOR, Optional.of(expected));
        CompletionStage<Secured> responder = theirs.secure(far, Role.RESPONDER, Optional.empty());
        loop.runDue();

        // Then
        assertThat(Stages.error(initiator)).contains(P2pError.WRONG_PEER);
        assertThat(Stages.error(responder)).contains(P2pError.REMOTE_RESET);
    }

    @Test
    void aResponderMayExpectSomebodyToo() {
        // Given
        PeerId expected =
                PrivateKey.generate(KeyType.ED25519, RANDOM).publicKey().peerId();

        // When
        ours.secure(near, Role.INITIATOR, Optional.empty())
                .thenAccept(secured -> secured.stream().write(ByteBuffer.wrap(new byte[10])));
        CompletionStage<Secured> responder = theirs.secure(far, Role.RESPONDER, Optional.of(expected));
        loop.runDue();

        // Then
        assertThat(Stages.error(responder)).contains(P2pError.WRONG_PEER);
    }

    @ParameterizedTest(name = "{0} and {1}: {2}")
    @CsvSource({
        "/a /b, /b /a, /a",
        "/x /b, /a /b, /b",
        "/a, '', ''",
        "'', /a, ''",
    })
    void theMuxerIsTheInitiatorsFirstThatTheResponderHas(String initiators, String responders, String expected) {
        // When
        CompletionStage<Secured> initiator = with(OUR_KEY, initiators).secure(near, Role.INITIATOR, Optional.empty());
        CompletionStage<Secured> responder = with(THEIR_KEY, responders).secure(far, Role.RESPONDER, Optional.empty());
        loop.runDue();

        // Then
        assertThat(Stages.result(initiator).earlyMuxer().orElse("")).isEqualTo(expected);
        assertThat(Stages.result(responder).earlyMuxer().orElse("")).isEqualTo(expected);
    }

    @Test
    void muxersThatHaveNothingInCommonEndTheHandshake() {
        // When
        CompletionStage<Secured> initiator = with(OUR_KEY, "/a").secure(near, Role.INITIATOR, Optional.empty());
        with(THEIR_KEY, "/b").secure(far, Role.RESPONDER, Optional.empty());
        loop.runDue();

        // Then
        assertThat(Stages.error(initiator)).contains(P2pError.NOT_SUPPORTED);
    }

    @Test
    void aKeyThatIsNotSignedByTheIdentityIsRefused() throws Exception {
        // Given
        KeyPair keys = KeyPair.generate(RANDOM);
        byte[] signatureOfAnotherKey = THEIR_KEY.sign(StaticIdentity.signed(new byte[KeyPair.SIZE]));
        NoisePayload lie = new NoisePayload(THEIR_KEY.publicKey().encoded(), signatureOfAnotherKey, List.of());
        CompletionStage<Secured> initiator = ours.secure(near, Role.INITIATOR, Optional.empty());

        // When
        respondWith(keys, lie.encode());

        // Then
        assertThat(Stages.error(initiator)).contains(P2pError.UNAUTHENTICATED);
    }

    @Test
    void aPayloadWithFieldsThatWeDoNotKnowIsRead() throws Exception {
        // Given
        KeyPair keys = KeyPair.generate(RANDOM);
        byte[] known = new NoisePayload(
                        THEIR_KEY.publicKey().encoded(),
                        THEIR_KEY.sign(StaticIdentity.signed(keys.publicKey())),
                        List.of(YAMUX))
                .encode();
        byte[] more = {0x1a, 0x02, 0x01, 0x02, 0x28, 0x05};
        CompletionStage<Secured> initiator = ours.secure(near, Role.INITIATOR, Optional.empty());

        // When
        respondWith(
                keys,
                ByteBuffer.allocate(known.length + more.length)
                        .put(more)
                        .put(known)
                        .array());

        // Then
        assertThat(Stages.result(initiator).remoteKey()).isEqualTo(THEIR_KEY.publicKey());
    }

    @Test
    void aSilentRemoteIsGivenTenSeconds() {
        // Given
        CompletionStage<Secured> initiator = ours.secure(near, Role.INITIATOR, Optional.empty());

        // When
        loop.runFor(Duration.ofMillis(9_999));
        boolean before = Stages.isDone(initiator);
        loop.runFor(Duration.ofMillis(1));

        // Then
        assertThat(before).isFalse();
        assertThat(Stages.error(initiator)).contains(P2pError.TIMEOUT);
    }

    @ParameterizedTest(name = "{0} bytes of length {1}: {2}")
    @CsvSource({"2, 4097, LIMIT", "2, 65535, LIMIT", "2, 0, MALFORMED", "33, 31, MALFORMED", "98, 96, UNAUTHENTICATED"})
    void aHandshakeMessageThatCannotBeIsRefused(int size, int length, P2pError expected) {
        // Given
        CompletionStage<Secured> initiator = ours.secure(near, Role.INITIATOR, Optional.empty());
        far.start(remote);

        // When
        byte[] message = new byte[size];
        message[2 % size] = 9;
        far.write(ByteBuffer.wrap(message).putShort(0, (short) length));
        far.flush();
        loop.runDue();

        // Then
        assertThat(Stages.error(initiator)).contains(expected);
        assertThat(remote.isClosed()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 20, 100})
    void aFrameThatWasTouchedClosesTheStream(int at) {
        // Given
        Touching touching = new Touching(at);
        MemoryPipe second = new MemoryPipe(loop, MemoryLink.DIRECT);
        relay(far, second.first(), touching);
        relay(second.first(), far, new Recorder());
        Recorder received = new Recorder();
        theirs.secure(second.second(), Role.RESPONDER, Optional.empty())
                .thenAccept(secured -> secured.stream().start(received));
        CompletionStage<Secured> initiator = ours.secure(near, Role.INITIATOR, Optional.empty());
        loop.runDue();
        ByteStream stream = Stages.result(initiator).stream();
        stream.start(new Recorder());

        // When
        touching.begin();
        stream.write(ByteBuffer.wrap(new byte[99]));
        stream.flush();
        stream.write(ByteBuffer.wrap(new byte[700]));
        stream.end();
        loop.runDue();

        // Then
        assertThat(received.size()).isZero();
        assertThat(received.closing()).get().isInstanceOf(Closing.Failed.class);
    }

    @Test
    void anEndWithinAFrameIsAFailure() {
        // Given
        Recorder received = new Recorder();
        theirs.secure(far, Role.RESPONDER, Optional.empty())
                .thenAccept(secured -> secured.stream().start(received));
        ours.secure(near, Role.INITIATOR, Optional.empty());
        loop.runDue();

        // When
        near.write(ByteBuffer.wrap(new byte[] {0, 17, 1}));
        near.end();
        loop.runDue();

        // Then
        assertThat(received.closing())
                .get()
                .extracting(why -> ((Closing.Failed) why).error())
                .isEqualTo(P2pError.MALFORMED);
    }

    private static NoiseSecurity with(PrivateKey key, @Nullable String muxers) {
        return new NoiseSecurity(
                key, muxers == null || muxers.isEmpty() ? List.of() : List.of(muxers.split(" ")), RANDOM);
    }

    private static ByteStreamConformance.Ends secured(VirtualLoop on, MemoryLink link) {
        MemoryPipe cut = new MemoryPipe(on, link);
        CompletionStage<Secured> near = with(OUR_KEY, YAMUX).secure(cut.first(), Role.INITIATOR, Optional.empty());
        CompletionStage<Secured> far = with(THEIR_KEY, YAMUX).secure(cut.second(), Role.RESPONDER, Optional.empty());
        on.runUntil(() -> Stages.isDone(near) && Stages.isDone(far), Duration.ofSeconds(5));
        return new ByteStreamConformance.Ends(Stages.result(near).stream(), Stages.result(far).stream());
    }

    /** Plays a responder that says {@code payload} in its message. */
    private void respondWith(KeyPair keys, byte[] payload) throws P2pException {
        far.start(remote);
        loop.runDue();
        NoiseXX noise = new NoiseXX(Role.RESPONDER, keys, KeyPair.generate(RANDOM));
        noise.read(Arrays.copyOfRange(remote.bytes(), 2, remote.size()));
        byte[] message = noise.write(payload);
        far.write(ByteBuffer.allocate(2 + message.length)
                .putShort((short) message.length)
                .put(message)
                .flip());
        far.flush();
        loop.runDue();
    }

    /** Passes on what {@code from} receives, batch by batch. */
    private static void relay(ByteStream from, ByteStream to, Recorder counting) {
        from.start(new ByteStream.Receiver() {
            @Override
            public void received(ByteBuffer bytes) {
                byte[] copy = new byte[bytes.remaining()];
                bytes.get(copy);
                counting.received(ByteBuffer.wrap(copy));
                to.write(ByteBuffer.wrap(copy));
            }

            @Override
            public void receivedAll() {
                counting.receivedAll();
                to.flush();
            }

            @Override
            public void ended() {
                to.end();
            }

            @Override
            public void closed(Closing closing) {}
        });
    }

    /** Changes one bit of what passes, once it was told to begin. */
    private static final class Touching extends Recorder {
        private final int at;
        private boolean active;
        private int seen;

        Touching(int at) {
            this.at = at;
        }

        void begin() {
            active = true;
        }

        @Override
        public void received(ByteBuffer bytes) {
            for (int i = 0; active && i < bytes.remaining(); i++) {
                if (seen++ == at) {
                    bytes.put(i, (byte) (bytes.get(i) ^ 1));
                }
            }
        }
    }
}
