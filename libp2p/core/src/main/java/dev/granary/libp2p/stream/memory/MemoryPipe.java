package dev.granary.libp2p.stream.memory;

import dev.granary.libp2p.loop.Loop;
import dev.granary.libp2p.stream.ByteStream;

/**
 * Two byte streams that are each other's remote, with back-pressure, half-close and reset, and like a socket without any
 * respect for the borders between writes.
 */
public final class MemoryPipe {
    private final MemoryEnd first;
    private final MemoryEnd second;

    /** A pipe between two loops, which may be one and the same. */
    public MemoryPipe(Loop firstLoop, Loop secondLoop, MemoryLink link) {
        if (link.splits().isPresent() && !firstLoop.equals(secondLoop)) {
            throw new IllegalArgumentException(
                    "a source of chance belongs to one loop, and so must a pipe that uses it");
        }
        first = new MemoryEnd(firstLoop, link);
        second = new MemoryEnd(secondLoop, link);
        first.connect(second);
        second.connect(first);
    }

    /** A pipe on one loop. */
    public MemoryPipe(Loop loop, MemoryLink link) {
        this(loop, loop, link);
    }

    /** One end; to be used on the first loop only. */
    public ByteStream first() {
        return first;
    }

    /** The other end; to be used on the second loop only. */
    public ByteStream second() {
        return second;
    }
}
