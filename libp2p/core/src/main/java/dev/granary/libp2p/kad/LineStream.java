package dev.granary.libp2p.kad;

import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.P2pException;
import dev.granary.libp2p.host.P2pStream;
import dev.granary.libp2p.kad.wire.KadMessage;
import dev.granary.libp2p.loop.Loop;
import dev.granary.libp2p.stream.Closing;
import dev.granary.libp2p.stream.Frames;
import org.jspecify.annotations.Nullable;

/** One stream of a {@link Line}. Its own methods run on the stream's loop, those of the line on the host's. */
final class LineStream implements Frames.Reader {
    private final Line line;
    private final Loop streamLoop;
    private final Loop hostLoop;
    private @Nullable P2pStream stream;
    private boolean abandoned;

    LineStream(Line line, Loop streamLoop, Loop hostLoop) {
        this.line = line;
        this.streamLoop = streamLoop;
        this.hostLoop = hostLoop;
    }

    /** Runs {@code task} on {@code loop}, at once where that is this one. */
    static void on(Loop loop, Runnable task) {
        if (loop.isCurrent()) {
            task.run();
        } else {
            loop.execute(task);
        }
    }

    /** The stream is there: {@code first} goes out with the proposal of the protocol. On the stream's loop. */
    void begin(P2pStream opened, byte[] first) {
        stream = opened;
        if (abandoned) {
            opened.reset(0);
            return;
        }
        opened.start(new Frames(opened, KadMessage.LONGEST, this));
        Frames.write(opened, first);
        opened.flush();
        on(hostLoop, () -> line.began(this));
    }

    /** From the host's loop. */
    void send(byte[] message) {
        on(streamLoop, () -> {
            if (stream != null) {
                Frames.write(stream, message);
                stream.flush();
            }
        });
    }

    /** From the host's loop. */
    void end() {
        on(streamLoop, () -> {
            abandoned = true;
            if (stream != null) {
                stream.end();
            }
        });
    }

    /** From the host's loop. */
    void reset() {
        on(streamLoop, () -> {
            abandoned = true;
            if (stream != null) {
                stream.reset(0);
            }
        });
    }

    @Override
    public void message(byte[] bytes) throws P2pException {
        KadMessage answer = KadMessage.decode(bytes);
        on(hostLoop, () -> line.answered(this, answer));
    }

    @Override
    public void ended() {
        if (stream != null) {
            stream.end();
        }
        on(hostLoop, () -> line.lost(this, new P2pException(P2pError.CLOSED, "The peer has ended the stream.")));
    }

    @Override
    public void closed(Closing closing) {
        on(hostLoop, () -> line.lost(this, closing.asException()));
    }
}
