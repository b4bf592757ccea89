package dev.granary.libp2p.stream.memory;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.random.RandomGenerator;

/**
 * Cuts a sequence of bytes anew. Each piece is a copy that is gone after its call, so that a receiver which holds on to it
 * does not go unnoticed.
 */
final class Scissors {
    private static final int LARGEST_POWER = 18;

    private final RandomGenerator random;

    Scissors(RandomGenerator random) {
        this.random = random;
    }

    /** Takes a piece of random size off the front: small ones are as likely as large ones. */
    byte[] cut(ArrayDeque<ByteBuffer> from) {
        int wanted = random.nextInt(1 << random.nextInt(LARGEST_POWER)) + 1;
        byte[] piece = new byte[Math.min(wanted, total(from))];
        for (int at = 0; at < piece.length; ) {
            ByteBuffer first = from.element();
            int size = Math.min(first.remaining(), piece.length - at);
            first.get(piece, at, size);
            at += size;
            if (!first.hasRemaining()) {
                from.remove();
            }
        }
        return piece;
    }

    private static int total(ArrayDeque<ByteBuffer> buffers) {
        int total = 0;
        for (ByteBuffer buffer : buffers) {
            total += buffer.remaining();
        }
        return total;
    }
}
