package dev.granary.libp2p.pnet;

import dev.granary.libp2p.loop.Loop;
import dev.granary.libp2p.stream.ByteStream;
import dev.granary.libp2p.stream.Closing;
import dev.granary.libp2p.stream.Inbox;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import org.bouncycastle.crypto.engines.XSalsa20Engine;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.ParametersWithIV;
import org.jspecify.annotations.Nullable;

/** A byte stream under the key of a private network; each direction begins with the nonce of its writer. */
final class ProtectedStream implements ByteStream, ByteStream.Receiver {
    private static final int NONCE = 24;
    private static final int CHUNK = 8 * 1024;

    private final ByteStream raw;
    private final byte[] key;
    private final XSalsa20Engine sending;
    private final Inbox inbox = new Inbox(_ -> readOn());
    private final ByteBuffer remoteNonce = ByteBuffer.allocate(NONCE);
    private final byte[] chunk = new byte[CHUNK];
    private @Nullable XSalsa20Engine receiving;
    private boolean started;
    private boolean rawPaused;

    ProtectedStream(ByteStream raw, byte[] key, SecureRandom random) {
        this.raw = raw;
        this.key = key;
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        this.sending = cipher(nonce);
        raw.write(ByteBuffer.wrap(nonce));
        // A remote may wait for it before it says anything, and so may our own side.
        raw.loop().execute(raw::flush);
    }

    private XSalsa20Engine cipher(byte[] nonce) {
        XSalsa20Engine cipher = new XSalsa20Engine();
        cipher.init(true, new ParametersWithIV(new KeyParameter(key), nonce));
        return cipher;
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
            raw.start(this);
        } else {
            readOn();
        }
    }

    @Override
    public boolean write(ByteBuffer bytes) {
        byte[] plain = new byte[bytes.remaining()];
        bytes.get(plain);
        sending.processBytes(plain, 0, plain.length, plain, 0);
        return raw.write(ByteBuffer.wrap(plain));
    }

    @Override
    public void flush() {
        raw.flush();
    }

    @Override
    public void end() {
        raw.end();
    }

    @Override
    public void reset(long code) {
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
        XSalsa20Engine cipher = receiving(bytes);
        while (cipher != null && bytes.hasRemaining() && inbox.wantsBytes()) {
            int size = Math.min(chunk.length, bytes.remaining());
            bytes.get(chunk, 0, size);
            cipher.processBytes(chunk, 0, size, chunk, 0);
            inbox.offer(ByteBuffer.wrap(chunk, 0, size));
        }
        if (bytes.hasRemaining()) {
            stopReading();
        }
    }

    /** The cipher of what comes, once its nonce is there. */
    private @Nullable XSalsa20Engine receiving(ByteBuffer bytes) {
        while (remoteNonce.hasRemaining() && bytes.hasRemaining()) {
            remoteNonce.put(bytes.get());
        }
        if (receiving == null && !remoteNonce.hasRemaining()) {
            receiving = cipher(remoteNonce.array());
        }
        return receiving;
    }

    @Override
    public void receivedAll() {
        inbox.receivedAll();
    }

    @Override
    public void ended() {
        inbox.end();
    }

    @Override
    public void writable() {
        inbox.writable();
    }

    @Override
    public void closed(Closing closing) {
        inbox.close(closing);
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
}
