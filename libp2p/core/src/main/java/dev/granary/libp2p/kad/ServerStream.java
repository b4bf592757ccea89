package dev.granary.libp2p.kad;

import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.P2pException;
import dev.granary.libp2p.host.P2pStream;
import dev.granary.libp2p.kad.wire.KadMessage;
import dev.granary.libp2p.loop.Loop;
import dev.granary.libp2p.multiformats.PeerId;
import dev.granary.libp2p.stream.Closing;
import dev.granary.libp2p.stream.Frames;
import java.util.Optional;

/**
 * A stream on which a peer asks, any number of questions one after the other. Reading waits while the peer does not take
 * its answers, or while questions wait for the host's loop. Confined to the stream's loop, but for what the server keeps in
 * it.
 */
final class ServerStream implements Frames.Reader {
    private static final int MOST_WAITING = 32;

    private final Server server;
    private final P2pStream stream;
    private final Loop hostLoop;
    private final PeerId peer;
    private long lastUsed;
    private int waiting;
    private boolean full;
    private boolean paused;

    ServerStream(Server server, P2pStream stream, Loop hostLoop) {
        this.server = server;
        this.stream = stream;
        this.hostLoop = hostLoop;
        this.peer = stream.connection().remotePeer();
    }

    PeerId peer() {
        return peer;
    }

    /** On the host's loop. */
    void used(long now) {
        lastUsed = now;
    }

    /** On the host's loop. */
    long lastUsed() {
        return lastUsed;
    }

    void begin() {
        stream.start(new Frames(stream, KadMessage.LONGEST, this));
    }

    /** From the host's loop. */
    void reset() {
        LineStream.on(stream.loop(), () -> stream.reset(0));
    }

    @Override
    public void message(byte[] bytes) throws P2pException {
        KadMessage request = KadMessage.decode(bytes);
        if (hostLoop.isCurrent()) {
            send(server.answer(this, request));
            return;
        }
        waiting++;
        pauseIfBusy();
        hostLoop.execute(() -> answerFromAfar(request));
    }

    private void answerFromAfar(KadMessage request) {
        try {
            Optional<byte[]> answer = server.answer(this, request);
            stream.loop().execute(() -> {
                waiting--;
                send(answer);
                pauseIfBusy();
            });
        } catch (P2pException refused) {
            reset();
        }
    }

    private void send(Optional<byte[]> answer) {
        if (answer.isPresent()) {
            full = !Frames.write(stream, answer.get());
            stream.flush();
            pauseIfBusy();
        }
    }

    private void pauseIfBusy() {
        boolean busy = full || waiting >= MOST_WAITING;
        if (busy == paused) {
            return;
        }
        paused = busy;
        if (busy) {
            stream.pause();
        } else {
            stream.resume();
        }
    }

    @Override
    public void writable() {
        full = false;
        pauseIfBusy();
    }

    @Override
    public void ended() {
        stream.end();
    }

    @Override
    public void closed(Closing closing) {
        Optional<P2pError> broken = closing instanceof Closing.Failed(P2pError error, String _)
                        && (error == P2pError.MALFORMED || error == P2pError.LIMIT)
                ? Optional.of(error)
                : Optional.empty();
        LineStream.on(hostLoop, () -> server.closed(this, broken));
    }
}
