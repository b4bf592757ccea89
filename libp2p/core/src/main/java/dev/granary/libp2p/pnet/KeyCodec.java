package dev.granary.libp2p.pnet;

import dev.granary.libp2p.stream.Codec;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.function.Consumer;
import org.bouncycastle.crypto.engines.XSalsa20Engine;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.ParametersWithIV;
import org.jspecify.annotations.Nullable;

/** Bytes under the key of a private network; each direction begins with the nonce of its writer. */
final class KeyCodec implements Codec {
    static final int NONCE = 24;

    /** Room for the largest piece of the layers above. */
    private static final int LARGEST = 128 * 1024;

    private static final int CHUNK = 8 * 1024;

    private final byte[] key;
    private final XSalsa20Engine sending;
    private final ByteBuffer remoteNonce = ByteBuffer.allocate(NONCE);
    private final byte[] chunk = new byte[CHUNK];
    private @Nullable XSalsa20Engine receiving;
    private int decodedSize;

    /** @param nonce for what we send; whoever makes the stream has sent it */
    KeyCodec(byte[] key, byte[] nonce) {
        this.key = key;
        this.sending = cipher(nonce);
    }

    private XSalsa20Engine cipher(byte[] nonce) {
        XSalsa20Engine cipher = new XSalsa20Engine();
        cipher.init(true, new ParametersWithIV(new KeyParameter(key), nonce));
        return cipher;
    }

    @Override
    public int largestPiece() {
        return LARGEST;
    }

    @Override
    public void encode(ArrayDeque<ByteBuffer> plain, int size, Consumer<ByteBuffer> out) {
        byte[] piece = new byte[size];
        for (int at = 0; at < size; ) {
            ByteBuffer first = plain.element();
            int part = Math.min(size - at, first.remaining());
            first.get(piece, at, part);
            at += part;
            if (!first.hasRemaining()) {
                plain.remove();
            }
        }
        sending.processBytes(piece, 0, size, piece, 0);
        out.accept(ByteBuffer.wrap(piece));
    }

    @Override
    public boolean decode(ByteBuffer bytes, Consumer<ByteBuffer> answer) {
        XSalsa20Engine cipher = receiving(bytes);
        if (cipher == null || !bytes.hasRemaining()) {
            return false;
        }
        decodedSize = Math.min(chunk.length, bytes.remaining());
        bytes.get(chunk, 0, decodedSize);
        cipher.processBytes(chunk, 0, decodedSize, chunk, 0);
        return true;
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
    public ByteBuffer decoded() {
        return ByteBuffer.wrap(chunk, 0, decodedSize);
    }
}
