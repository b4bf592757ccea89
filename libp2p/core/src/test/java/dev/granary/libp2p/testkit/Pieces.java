package dev.granary.libp2p.testkit;

import dev.granary.libp2p.simulation.VirtualLoop;
import dev.granary.libp2p.stream.ByteStream;
import java.nio.ByteBuffer;

/** Sends bytes that a fuzzer made up: the first one says in which pieces the others come. */
public final class Pieces {
    private static final int UNSIGNED = 0xff;

    private Pieces() {}

    public static void send(byte[] bytes, ByteStream stream, VirtualLoop loop) {
        int size = bytes.length == 0 ? 1 : Math.max(1, bytes[0] & UNSIGNED);
        for (int at = 1; at < bytes.length; at += size) {
            stream.write(ByteBuffer.wrap(bytes, at, Math.min(size, bytes.length - at)));
            stream.flush();
            loop.runDue();
        }
        stream.end();
        loop.runDue();
    }
}
