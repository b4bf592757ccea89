package dev.granary.libp2p.ping;

import dev.granary.libp2p.stream.ByteStream;
import dev.granary.libp2p.stream.Closing;
import java.nio.ByteBuffer;

/** Answers the pings of one stream, each as a whole. */
final class Echo implements ByteStream.Receiver {
    private final ByteStream stream;
    private final Runnable onOver;
    private boolean over;
    private ByteBuffer next = ByteBuffer.allocate(Ping.SIZE);

    /** @param onOver runs once, when the remote asks no more: what is left then is an end that may travel a while */
    Echo(ByteStream stream, Runnable onOver) {
        this.stream = stream;
        this.onOver = onOver;
    }

    @Override
    public void received(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            int count = Math.min(next.remaining(), bytes.remaining());
            next.put(bytes.slice(bytes.position(), count));
            bytes.position(bytes.position() + count);
            if (!next.hasRemaining() && !answer()) {
                stream.pause();
                return;
            }
        }
    }

    private boolean answer() {
        boolean more = stream.write(next.flip());
        next = ByteBuffer.allocate(Ping.SIZE);
        return more;
    }

    @Override
    public void receivedAll() {
        stream.flush();
    }

    @Override
    public void writable() {
        stream.resume();
    }

    @Override
    public void ended() {
        stream.end();
        leave();
    }

    @Override
    public void closed(Closing closing) {
        leave();
    }

    private void leave() {
        if (!over) {
            over = true;
            onOver.run();
        }
    }
}
