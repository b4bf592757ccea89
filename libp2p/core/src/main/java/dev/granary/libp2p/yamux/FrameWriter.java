package dev.granary.libp2p.yamux;

import dev.granary.libp2p.stream.ByteStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.SequencedSet;

/**
 * Decides which frame is sent next: what the protocol has to say first, then one frame of each stream that has something to
 * send, in turn. Sends only while the connection below takes it.
 */
final class FrameWriter {
    /** Frames of the protocol's own that wait because the remote does not read; an honest one never causes as many. */
    private static final int MOST_WAITING = 1024;

    private final ByteStream secured;
    private final ArrayDeque<FrameHeader> own = new ArrayDeque<>();
    private final SequencedSet<Turn> turns = new LinkedHashSet<>();
    private boolean full;
    private boolean sending;

    /** A stream that waits for its turn. */
    interface Turn {
        /** Sends one frame, and asks for another turn if there is more. */
        void send(FrameWriter writer);
    }

    FrameWriter(ByteStream secured) {
        this.secured = secured;
    }

    /** Takes a frame without payload, and says no when too many wait. */
    boolean add(FrameHeader frame) {
        own.add(frame);
        return own.size() <= MOST_WAITING;
    }

    /** Gives a stream a turn, unless it waits for one already. */
    void add(Turn turn) {
        turns.add(turn);
    }

    /** The stream has nothing to send any more. */
    void remove(Turn turn) {
        turns.remove(turn);
    }

    /** Sends what can be sent now. */
    void send() {
        if (sending) {
            return;
        }
        sending = true;
        try {
            while (!full && !(own.isEmpty() && turns.isEmpty())) {
                if (own.isEmpty()) {
                    turns.removeFirst().send(this);
                } else {
                    write(own.remove().encode());
                }
            }
        } finally {
            sending = false;
        }
        secured.flush();
    }

    /** Writes the header or a part of the payload of the frame whose turn it is. */
    void write(ByteBuffer bytes) {
        full = !secured.write(bytes);
    }

    /** The connection below takes more. */
    void resume() {
        full = false;
        send();
    }

    /** Sends {@code frame} behind what the protocol still has to say, whether the connection below wants it or not. */
    void sendLast(FrameHeader frame) {
        turns.clear();
        own.add(frame);
        own.forEach(waiting -> write(waiting.encode()));
        own.clear();
    }

    /** Forgets what waits. */
    void clear() {
        own.clear();
        turns.clear();
    }
}
