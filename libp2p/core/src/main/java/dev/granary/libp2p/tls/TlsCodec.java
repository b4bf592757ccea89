package dev.granary.libp2p.tls;

import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.P2pException;
import dev.granary.libp2p.stream.Codec;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.function.Consumer;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * TLS records.
 *
 * <p>Each direction ends with the stream below: BoringSSL's own goodbye ends both at once, so it is sent by whoever is the
 * second to end. That an end came from the remote and not from somebody on the way is for the muxer to know, whose streams
 * have ends of their own.
 */
final class TlsCodec implements Codec {
    private final TlsEngine engine;
    private final RecordCutter cutter;
    /** Memory outside the heap, kept from record to record while they follow. */
    private @Nullable ByteBuf memory;

    private ByteBuffer plain = ByteBuffer.allocate(0);
    private boolean anyReceived;
    private boolean goodbye;
    private boolean remoteEnded;
    private boolean weEnded;

    TlsCodec(TlsEngine engine, RecordCutter cutter) {
        this.engine = engine;
        this.cutter = cutter;
    }

    @Override
    public int largestPiece() {
        return TlsEngine.RECORD;
    }

    @Override
    public void encode(ArrayDeque<ByteBuffer> queue, int size, Consumer<ByteBuffer> out) throws P2pException {
        ByteBuffer first = queue.element();
        try {
            boolean taken;
            if (first.remaining() >= size) {
                ByteBuffer part = first.slice(first.position(), size);
                first.position(first.position() + size);
                taken = engine.wrap(part, out);
            } else {
                taken = gatherAndWrap(queue, size, out);
            }
            if (!queue.isEmpty() && !queue.element().hasRemaining()) {
                queue.remove();
            }
            if (!taken) {
                throw new P2pException(P2pError.CLOSED, "The remote has closed the connection.");
            }
        } catch (SSLException e) {
            throw new P2pException(P2pError.INTERNAL, "A TLS record cannot be made: " + e.getMessage(), e);
        }
    }

    private boolean gatherAndWrap(ArrayDeque<ByteBuffer> queue, int size, Consumer<ByteBuffer> out)
            throws SSLException {
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
            return engine.wrap(gathered.flip(), out);
        } finally {
            record.release();
        }
    }

    @Override
    public boolean decode(ByteBuffer bytes, Consumer<ByteBuffer> answer) throws P2pException {
        if (goodbye) {
            bytes.position(bytes.limit()); // the engine would take none of it, ever
            return false;
        }
        if (!cutter.next(bytes)) {
            return false;
        }
        try {
            open(answer);
        } catch (SSLException e) {
            throw TlsFailures.ofStream(e, !anyReceived);
        }
        return true;
    }

    private void open(Consumer<ByteBuffer> answer) throws SSLException {
        ByteBuf into = memory == null ? engine.newRecord() : memory;
        memory = into;
        ByteBuffer record = into.nioBuffer(0, into.capacity());
        SSLEngineResult result = engine.unwrap(cutter.whole(), record);
        plain = record.flip();
        goodbye = result.getStatus() == SSLEngineResult.Status.CLOSED;
        remoteEnded |= goodbye;
        anyReceived |= result.bytesProduced() > 0;
        if (result.getHandshakeStatus() == SSLEngineResult.HandshakeStatus.NEED_WRAP && !weEnded) {
            engine.wrapOwn(answer);
        }
    }

    @Override
    public ByteBuffer decoded() {
        return plain;
    }

    @Override
    public boolean hasRemoteEnded() {
        return goodbye;
    }

    @Override
    public void ended() throws P2pException {
        if (cutter.isHalfway()) {
            throw new P2pException(P2pError.MALFORMED, "The connection ended within a TLS record.");
        }
        remoteEnded = true;
    }

    @Override
    public void end(Consumer<ByteBuffer> out) {
        if (remoteEnded && !weEnded) {
            try {
                engine.sayGoodbye(out);
            } catch (SSLException alreadyOver) {
                // the end of the stream below says as much
            }
        }
        weEnded = true;
    }

    @Override
    public void rest() {
        if (memory != null) {
            memory.release();
            memory = null;
        }
    }

    @Override
    public void close() {
        rest();
        engine.release();
    }
}
