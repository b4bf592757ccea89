package dev.granary.libp2p.tls;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ReferenceCountUtil;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

/** BoringSSL's side of one connection. Lives on the connection's loop until it is released. */
final class TlsEngine {
    /** The plain bytes of a full record. */
    static final int RECORD = 16 * 1024;

    /** More than any cipher suite adds to a record. */
    private static final int OVERHEAD = 512;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final SSLEngine engine;
    private final ByteBufAllocator memory;
    private final Runnable onRelease;
    private boolean released;

    TlsEngine(SSLEngine engine, ByteBufAllocator memory, Runnable onRelease) {
        this.engine = engine;
        this.memory = memory;
        this.onRelease = onRelease;
    }

    void begin() throws SSLException {
        engine.beginHandshake();
    }

    HandshakeStatus status() {
        return engine.getHandshakeStatus();
    }

    /** Does what the engine asks others to do, such as to judge the remote's certificate. */
    void runTasks() {
        for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
            task.run();
        }
    }

    /** What the two sides agreed on beside the secrets; empty when the remote did not take part. */
    Optional<String> agreedProtocol() {
        return Optional.ofNullable(engine.getApplicationProtocol()).filter(name -> !name.isEmpty());
    }

    /** Memory outside the heap for the plain bytes of one record; to be released by the caller. */
    ByteBuf newRecord() {
        return memory.directBuffer(RECORD + OVERHEAD, RECORD + OVERHEAD);
    }

    /** Opens one record. */
    SSLEngineResult unwrap(ByteBuffer encrypted, ByteBuffer plain) throws SSLException {
        return engine.unwrap(encrypted, plain);
    }

    /**
     * Encrypts {@code plain}, at most a full record, into memory that {@code out} may keep.
     *
     * @return whether the engine took it; it does not once the connection is over
     */
    boolean wrap(ByteBuffer plain, Consumer<ByteBuffer> out) throws SSLException {
        while (plain.hasRemaining()) {
            ByteBuffer sealed = ByteBuffer.allocate(plain.remaining() + OVERHEAD);
            SSLEngineResult result = engine.wrap(plain, sealed);
            if (result.bytesProduced() > 0) {
                out.accept(sealed.flip());
            } else if (result.bytesConsumed() == 0) {
                return false;
            }
        }
        return true;
    }

    /** Hands out what the engine has to say for itself: steps of the handshake, key updates, alerts. */
    void wrapOwn(Consumer<ByteBuffer> out) throws SSLException {
        while (true) {
            ByteBuffer sealed = ByteBuffer.allocate(RECORD + OVERHEAD);
            engine.wrap(NOTHING.duplicate(), sealed);
            if (sealed.position() == 0) {
                return;
            }
            out.accept(sealed.flip());
            if (status() != HandshakeStatus.NEED_WRAP) {
                return;
            }
        }
    }

    /** Tells the remote that no more comes, which for the engine is the end of both directions. */
    void sayGoodbye(Consumer<ByteBuffer> out) throws SSLException {
        engine.closeOutbound();
        wrapOwn(out);
    }

    void release() {
        if (!released) {
            released = true;
            onRelease.run();
            ReferenceCountUtil.release(engine);
        }
    }
}
