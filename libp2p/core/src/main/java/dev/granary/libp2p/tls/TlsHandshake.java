package dev.granary.libp2p.tls;

import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.P2pException;
import dev.granary.libp2p.loop.Loop;
import dev.granary.libp2p.security.Secured;
import dev.granary.libp2p.stream.ByteStream;
import dev.granary.libp2p.stream.Closing;
import dev.granary.libp2p.stream.LayeredStream;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

/** Secures one connection. */
final class TlsHandshake implements ByteStream.Receiver {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final ByteStream raw;
    private final TlsEngine engine;
    private final Judgement judgement;
    private final List<String> muxers;
    private final RecordCutter cutter = new RecordCutter();
    private final CompletableFuture<Secured> result = new CompletableFuture<>();
    private final Loop.Timer timer;
    private boolean over;

    TlsHandshake(ByteStream raw, TlsEngine engine, Judgement judgement, List<String> muxers) {
        this.raw = raw;
        this.engine = engine;
        this.judgement = judgement;
        this.muxers = muxers;
        this.timer = raw.loop().schedule(TIMEOUT, this::tooLate);
    }

    CompletionStage<Secured> run() {
        try {
            engine.begin();
            proceed(ByteBuffer.allocate(0));
        } catch (SSLException e) {
            fail(reason(e));
        } catch (P2pException e) {
            fail(e);
        }
        raw.start(this);
        return result.minimalCompletionStage();
    }

    @Override
    public void received(ByteBuffer bytes) {
        if (over) {
            return;
        }
        try {
            proceed(bytes);
        } catch (SSLException e) {
            fail(reason(e));
        } catch (P2pException e) {
            fail(e);
        }
    }

    @Override
    public void ended() {
        fail(new P2pException(P2pError.CLOSED, "The remote ended the connection within the TLS handshake."));
    }

    /** Comes here even after a good end, as long as nobody has started the secured stream. */
    @Override
    public void closed(Closing closing) {
        engine.release();
        if (finish()) {
            result.completeExceptionally(closing.asException());
        }
    }

    /** Goes as far as {@code bytes} allow; leaves unread what follows the handshake. */
    private void proceed(ByteBuffer bytes) throws SSLException, P2pException {
        while (!over) {
            switch (engine.status()) {
                case NEED_TASK -> judge();
                case NEED_WRAP -> engine.wrapOwn(raw::write);
                case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
                    if (!cutter.next(bytes)) {
                        raw.flush();
                        return;
                    }
                    unwrap(cutter.whole());
                    goOn();
                }
                case FINISHED, NOT_HANDSHAKING -> complete();
            }
        }
    }

    private void judge() throws SSLException, P2pException {
        engine.runTasks();
        if (judgement.refusal().isPresent()) {
            throw judgement.refusal().get();
        }
        goOn();
    }

    /**
     * Has the engine act on what it was given: it does so when it is called the next time, with bytes or without. Were that
     * the call with the first record after the handshake, what it holds would come out in the middle of the handshake.
     */
    private void goOn() throws SSLException {
        if (engine.status() == HandshakeStatus.NEED_UNWRAP) {
            engine.unwrap(ByteBuffer.allocate(0), ByteBuffer.allocate(0));
        }
    }

    private void unwrap(ByteBuffer sealed) throws SSLException, P2pException {
        ByteBuf plain = engine.newRecord();
        try {
            int before = sealed.remaining();
            SSLEngineResult step = engine.unwrap(sealed, plain.nioBuffer(0, plain.capacity()));
            boolean stuck = sealed.remaining() == before && step.getHandshakeStatus() == HandshakeStatus.NEED_UNWRAP;
            if (stuck || step.bytesProduced() > 0 || step.getStatus() == SSLEngineResult.Status.CLOSED) {
                throw new P2pException(P2pError.PROTOCOL_VIOLATION, "The remote broke off the TLS handshake.");
            }
        } finally {
            plain.release();
        }
    }

    /**
     * Leaves what follows to whoever starts the secured stream, and flushes at the end of this turn, so that its first bytes
     * leave with our last ones.
     */
    private void complete() throws P2pException {
        Secured secured = new Secured(new LayeredStream(raw, new TlsCodec(engine, cutter)), judgement.key(), muxer());
        if (finish()) {
            cutter.keep();
            raw.pause();
            raw.loop().execute(raw::flush);
            result.complete(secured);
        }
    }

    private Optional<String> muxer() {
        return engine.agreedProtocol().filter(muxers::contains);
    }

    private P2pException reason(SSLException thrown) {
        return judgement.refusal().orElseGet(() -> TlsFailures.ofHandshake(thrown));
    }

    private void tooLate() {
        fail(new P2pException(P2pError.TIMEOUT, "The TLS handshake took too long."));
    }

    /** Tells the remote by an alert, where there is one to tell. */
    private void fail(P2pException failure) {
        if (!finish()) {
            return;
        }
        try {
            engine.wrapOwn(raw::write);
            raw.flush();
        } catch (SSLException alertNotSent) {
            // the remote will see the reset
        }
        engine.release();
        raw.loop().execute(() -> raw.reset(0)); // behind the alert
        result.completeExceptionally(failure);
    }

    private boolean finish() {
        boolean first = !over;
        over = true;
        timer.cancel();
        return first;
    }
}
