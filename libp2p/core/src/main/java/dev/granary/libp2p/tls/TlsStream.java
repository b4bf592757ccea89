package dev.granary.libp2p.tls;

import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.P2pException;
import dev.granary.libp2p.loop.Loop;
import dev.granary.libp2p.stream.ByteStream;
import dev.granary.libp2p.stream.Closing;
import dev.granary.libp2p.stream.Inbox;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLException;

/**
 * A byte stream in TLS records. What is written between two flushes shares records.
 *
 * <p>Each direction ends with the stream below: BoringSSL's own goodbye ends both at once, so it is sent by whoever is the
 * second to end. That an end came from the remote and not from somebody on the way is for the muxer to know, whose streams
 * have ends of their own.
 */
final class TlsStream implements ByteStream, ByteStream.Receiver {
    private final ByteStream raw;
    private final TlsEngine engine;
    private final RecordCutter cutter;
    private final Inbox inbox = new Inbox(_ -> readOn());
    private final ArrayDeque<ByteBuffer> queue = new ArrayDeque<>();
    private int queued;
    private boolean started;
    private boolean rawPaused = true;
    private boolean full;
    private boolean anyReceived;
    private boolean remoteEnded;
    private boolean weEnded;

    TlsStream(ByteStream raw, TlsEngine engine, RecordCutter cutter) {
        this.raw = raw;
        this.engine = engine;
        this.cutter = cutter;
    }

    @Override
    public Loop loop() {
        return raw.loop();
    }

    @Override
    public void start(Receiver receiver) {
        inbox.start(receiver);
        if (!started) {
            started = true;
            rawPaused = false;
            raw.start(this);
        } else {
            readOn();
        }
    }

    @Override
    public boolean write(ByteBuffer bytes) {
        if (inbox.isClosed()) {
            return false;
        }
        if (bytes.hasRemaining()) {
            queue.add(bytes);
            queued += bytes.remaining();
        }
        while (queued >= TlsEngine.RECORD) {
            seal(TlsEngine.RECORD);
        }
        return !full;
    }

    @Override
    public void flush() {
        sealRest();
        raw.flush();
    }

    @Override
    public void end() {
        sealRest();
        if (remoteEnded && !weEnded) {
            sayGoodbye();
        }
        weEnded = true;
        raw.end();
    }

    @Override
    public void reset(long code) {
        forget();
        raw.reset(code);
    }

    @Override
    public void pause() {
        inbox.pause();
        stopReading();
    }

    @Override
    public void resume() {
        inbox.resume();
        readOn();
    }

    @Override
    public void received(ByteBuffer bytes) {
        ByteBuf plain = engine.newRecord();
        try {
            while (inbox.wantsBytes() && cutter.next(bytes)) {
                open(plain.nioBuffer(0, plain.capacity()));
            }
        } catch (SSLException e) {
            fail(TlsFailures.ofStream(e, !anyReceived));
        } catch (P2pException e) {
            fail(e);
        } finally {
            plain.release();
        }
        if (bytes.hasRemaining()) {
            stopReading();
        }
    }

    @Override
    public void receivedAll() {
        inbox.receivedAll();
    }

    @Override
    public void ended() {
        if (cutter.isHalfway()) {
            fail(new P2pException(P2pError.MALFORMED, "The connection ended within a TLS record."));
            return;
        }
        remoteEnded = true;
        inbox.end();
    }

    @Override
    public void writable() {
        full = false;
        inbox.writable();
    }

    @Override
    public void closed(Closing closing) {
        forget();
        engine.release();
        inbox.close(closing);
    }

    private void open(ByteBuffer plain) throws SSLException {
        SSLEngineResult result = engine.unwrap(cutter.whole(), plain);
        boolean answer = result.getHandshakeStatus() == SSLEngineResult.HandshakeStatus.NEED_WRAP;
        boolean goodbye = result.getStatus() == SSLEngineResult.Status.CLOSED;
        if (answer && !weEnded) {
            engine.wrapOwn(raw::write);
            raw.flush();
        }
        anyReceived |= result.bytesProduced() > 0;
        inbox.offer(plain.flip());
        if (goodbye) {
            remoteEnded = true;
            inbox.end();
        }
    }

    private void seal(int size) {
        ByteBuffer first = queue.element();
        try {
            boolean taken;
            if (first.remaining() >= size) {
                ByteBuffer part = first.slice(first.position(), size);
                first.position(first.position() + size);
                taken = engine.wrap(part, this::send);
            } else {
                taken = gatherAndWrap(size);
            }
            queued -= size;
            if (!queue.isEmpty() && !queue.element().hasRemaining()) {
                queue.remove();
            }
            if (!taken) {
                fail(new P2pException(P2pError.CLOSED, "The remote has closed the connection."));
            }
        } catch (SSLException e) {
            fail(new P2pException(P2pError.INTERNAL, "A TLS record cannot be made: " + e.getMessage(), e));
        }
    }

    private boolean gatherAndWrap(int size) throws SSLException {
        ByteBuf record = engine.newRecord();
        try {
            ByteBuffer gathered = record.nioBuffer(0, size);
            while (gathered.hasRemaining()) {
                ByteBuffer next = queue.element();
                int count = Math.min(gathered.remaining(), next.remaining());
                gathered.put(gathered.position(), next, next.position(), count);
                gathered.position(gathered.position() + count);
                next.position(next.position() + count);
                if (!next.hasRemaining()) {
                    queue.remove();
                }
            }
            return engine.wrap(gathered.flip(), this::send);
        } finally {
            record.release();
        }
    }

    private void sayGoodbye() {
        try {
            engine.sayGoodbye(raw::write);
        } catch (SSLException alreadyOver) {
            // the end of the stream below says as much
        }
    }

    private void send(ByteBuffer sealed) {
        full = !raw.write(sealed);
    }

    private void sealRest() {
        if (queued > 0 && !inbox.isClosed()) {
            seal(queued);
        }
    }

    private void stopReading() {
        rawPaused = true;
        raw.pause();
    }

    /** Reads on from below, once what came from there before has been taken. */
    private void readOn() {
        if (rawPaused && inbox.wantsBytes()) {
            rawPaused = false;
            raw.resume();
        }
    }

    private void fail(P2pException failure) {
        inbox.close(Closing.Failed.of(failure));
        forget();
        raw.reset(0);
    }

    private void forget() {
        queue.clear();
        queued = 0;
    }
}
