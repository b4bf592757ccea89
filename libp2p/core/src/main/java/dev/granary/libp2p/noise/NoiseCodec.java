package dev.granary.libp2p.noise;

import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.P2pException;
import dev.granary.libp2p.stream.Codec;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.function.Consumer;

/** Noise frames: few large ones rather than many, because each costs some microseconds however short it is. */
final class NoiseCodec implements Codec {
    private static final int LENGTH_BYTES = 2;
    private static final int LARGEST_FRAME = 65_535;

    private final NoiseXX.Ciphers ciphers;
    private final FrameAssembler assembler = new FrameAssembler(LARGEST_FRAME);
    private int decodedSize;

    NoiseCodec(NoiseXX.Ciphers ciphers) {
        this.ciphers = ciphers;
    }

    @Override
    public int largestPiece() {
        return LARGEST_FRAME - CipherState.TAG;
    }

    @Override
    public void encode(ArrayDeque<ByteBuffer> plain, int size, Consumer<ByteBuffer> out) {
        ByteBuffer frame = ByteBuffer.allocate(LENGTH_BYTES + size + CipherState.TAG);
        frame.putShort((short) (size + CipherState.TAG));
        ciphers.sending().encrypt(plain, size, frame);
        out.accept(frame.flip());
    }

    @Override
    public boolean decode(ByteBuffer bytes, Consumer<ByteBuffer> answer) throws P2pException {
        if (!assembler.read(bytes)) {
            return false;
        }
        decodedSize = ciphers.receiving().decryptInPlace(assembler.frame(), assembler.length());
        assembler.next();
        return true;
    }

    @Override
    public ByteBuffer decoded() {
        return ByteBuffer.wrap(assembler.frame(), 0, decodedSize);
    }

    @Override
    public void ended() throws P2pException {
        if (assembler.isHalfway()) {
            throw new P2pException(P2pError.MALFORMED, "The connection ended within a noise message.");
        }
    }

    @Override
    public void rest() {
        assembler.rest();
    }
}
