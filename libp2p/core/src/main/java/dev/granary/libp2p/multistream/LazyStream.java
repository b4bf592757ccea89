package dev.granary.libp2p.multistream;

import dev.granary.libp2p.loop.Loop;
import dev.granary.libp2p.stream.ByteStream;
import dev.granary.libp2p.stream.Closing;
import dev.granary.libp2p.stream.Inbox;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A stream used as if the proposal had been accepted already: what is written travels with it. Reading begins behind the
 * remote's answer, from then on without any step in between; a refusal closes the stream as {@code NOT_SUPPORTED}.
 */
final class LazyStream implements ByteStream, Negotiation.Outcome {
    private final ByteStream stream;
    /** Speaks to the receiver until there is an agreement. */
    private final Inbox untilAgreed = new Inbox();

    private @Nullable Receiver receiver;
    private boolean agreed;
    private boolean paused;

    LazyStream(ByteStream stream) {
        this.stream = stream;
    }

    @Override
    public Loop loop() {
        return stream.loop();
    }

    @Override
    public void start(Receiver next) {
        receiver = next;
        paused = false;
        if (agreed) {
            stream.start(next);
        } else {
            untilAgreed.start(next);
        }
    }

    @Override
    public boolean write(ByteBuffer bytes) {
        return stream.write(bytes);
    }

    @Override
    public void flush() {
        stream.flush();
    }

    @Override
    public void end() {
        stream.end();
    }

    @Override
    public void reset(long code) {
        stream.reset(code);
    }

    @Override
    public void pause() {
        paused = true;
        if (agreed) {
            stream.pause();
        }
    }

    @Override
    public void resume() {
        paused = false;
        if (agreed && receiver != null) {
            stream.resume();
        }
    }

    @Override
    public void agreed(String protocol) {
        agreed = true;
        if (receiver == null) {
            return; // the negotiation has paused the stream
        }
        stream.start(receiver);
        if (paused) {
            stream.pause();
        }
    }

    @Override
    public void failed(Closing why) {
        untilAgreed.close(why);
    }

    @Override
    public void writable() {
        untilAgreed.writable();
    }
}
