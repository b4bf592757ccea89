package dev.granary.libp2p.noise;

import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.P2pException;
import dev.granary.libp2p.Role;
import dev.granary.libp2p.identity.PublicKey;
import dev.granary.libp2p.loop.Loop;
import dev.granary.libp2p.multiformats.PeerId;
import dev.granary.libp2p.security.Secured;
import dev.granary.libp2p.stream.ByteStream;
import dev.granary.libp2p.stream.Closing;
import dev.granary.libp2p.stream.LayeredStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Secures one connection. */
final class Handshake implements ByteStream.Receiver {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int LARGEST_MESSAGE = 4096;
    private static final int LENGTH_BYTES = 2;
    private static final byte[] NOTHING = {};

    private final ByteStream raw;
    private final Role role;
    private final StaticIdentity identity;
    private final NoiseXX noise;
    private final Optional<PeerId> expected;
    private final FrameAssembler assembler = new FrameAssembler(LARGEST_MESSAGE);
    private final CompletableFuture<Secured> result = new CompletableFuture<>();
    private final Loop.Timer timer;
    private boolean over;

    Handshake(ByteStream raw, Role role, StaticIdentity identity, KeyPair ephemeral, Optional<PeerId> expected) {
        this.raw = raw;
        this.role = role;
        this.identity = identity;
        this.noise = new NoiseXX(role, identity.keys(), ephemeral);
        this.expected = expected;
        this.timer = raw.loop().schedule(TIMEOUT, this::tooLate);
    }

    CompletionStage<Secured> run() {
        if (noise.mustWrite()) {
            try {
                send(noise.write(NOTHING));
                raw.flush();
            } catch (P2pException failure) {
                fail(failure);
            }
        }
        raw.start(this);
        return result.minimalCompletionStage();
    }

    @Override
    public void received(ByteBuffer bytes) {
        try {
            while (!over && assembler.read(bytes)) {
                byte[] message = Arrays.copyOf(assembler.frame(), assembler.length());
                assembler.next();
                answer(noise.read(message));
            }
        } catch (P2pException failure) {
            fail(failure);
        }
    }

    @Override
    public void ended() {
        fail(new P2pException(P2pError.CLOSED, "The remote ended the connection within the noise handshake."));
    }

    @Override
    public void closed(Closing closing) {
        if (finish()) {
            result.completeExceptionally(closing.asException());
        }
    }

    /** Takes the payload of the message that was read last. The first message carries none that we would look at. */
    private void answer(byte[] payload) throws P2pException {
        if (role == Role.RESPONDER && noise.mustWrite()) {
            send(noise.write(identity.payload()));
            raw.flush();
            return;
        }
        NoisePayload remote = NoisePayload.decode(payload);
        PublicKey key = verifiedKey(remote);
        Optional<String> muxer = commonMuxer(remote.muxers());
        if (noise.mustWrite()) {
            send(noise.write(identity.payload()));
        }
        complete(new Secured(new LayeredStream(raw, new NoiseCodec(noise.split())), key, muxer));
    }

    private PublicKey verifiedKey(NoisePayload remote) throws P2pException {
        PublicKey key = PublicKey.decode(remote.identityKey());
        if (!key.verify(StaticIdentity.signed(noise.remoteStatic()), remote.signature())) {
            throw new P2pException(P2pError.UNAUTHENTICATED, "The remote's noise key is not signed by its identity.");
        }
        if (expected.isPresent() && !expected.get().equals(key.peerId())) {
            throw new P2pException(
                    P2pError.WRONG_PEER, "The remote is " + key.peerId() + ", not " + expected.get() + ".");
        }
        return key;
    }

    /** The first of the initiator's muxers that the responder has too; none when a side leaves it to be negotiated. */
    private Optional<String> commonMuxer(List<String> theirs) throws P2pException {
        List<String> ours = identity.muxers();
        if (ours.isEmpty() || theirs.isEmpty()) {
            return Optional.empty();
        }
        List<String> proposed = role == Role.INITIATOR ? ours : theirs;
        List<String> accepted = role == Role.INITIATOR ? theirs : ours;
        Optional<String> common = proposed.stream().filter(accepted::contains).findFirst();
        if (common.isEmpty()) {
            throw new P2pException(P2pError.NOT_SUPPORTED, "The remote has no stream muxer in common with us.");
        }
        return common;
    }

    private void send(byte[] message) {
        raw.write(ByteBuffer.allocate(LENGTH_BYTES + message.length)
                .putShort((short) message.length)
                .put(message)
                .flip());
    }

    /** Flushes our last message at the end of this turn, so that the next layer's first bytes leave with it. */
    private void complete(Secured secured) {
        if (finish()) {
            raw.pause();
            raw.loop().execute(raw::flush);
            result.complete(secured);
        }
    }

    private void tooLate() {
        fail(new P2pException(P2pError.TIMEOUT, "The noise handshake took too long."));
    }

    private void fail(P2pException failure) {
        if (finish()) {
            raw.reset(0);
            result.completeExceptionally(failure);
        }
    }

    private boolean finish() {
        boolean first = !over;
        over = true;
        timer.cancel();
        return first;
    }
}
