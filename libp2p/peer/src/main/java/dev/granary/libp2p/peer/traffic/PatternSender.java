package dev.granary.libp2p.peer.traffic;

import dev.granary.libp2p.stream.ByteStream;

/** Writes the pattern as fast as the stream takes it, then ends our direction. Confined to the stream's loop. */
final class PatternSender {
    private final ByteStream stream;
    private final long total;
    private final Runnable whenEnded;
    private long sent;
    private boolean ended;

    PatternSender(ByteStream stream, long total, Runnable whenEnded) {
        this.stream = stream;
        this.total = total;
        this.whenEnded = whenEnded;
    }

    /** Writes on; to be called at the beginning and whenever the stream can be written to again. */
    void writeOn() {
        while (sent < total) {
            int length = (int) Math.min(Pattern.CHUNK, total - sent);
            boolean more = stream.write(Pattern.copy(sent, length));
            sent += length;
            if (!more) {
                stream.flush();
                return;
            }
        }
        if (!ended) {
            ended = true;
            stream.end();
            whenEnded.run();
        }
    }
}
