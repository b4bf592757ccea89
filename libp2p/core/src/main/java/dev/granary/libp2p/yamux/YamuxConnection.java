package dev.granary.libp2p.yamux;

import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.P2pException;
import dev.granary.libp2p.Role;
import dev.granary.libp2p.loop.Loop;
import dev.granary.libp2p.stream.ByteStream;
import dev.granary.libp2p.stream.Closing;
import dev.granary.libp2p.stream.MuxedConnection;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

/**
 * A connection that carries streams by yamux. All that is written within one turn of the loop, by any stream, leaves with
 * one flush.
 */
public final class YamuxConnection implements MuxedConnection {
    /** The name under which it is negotiated. */
    public static final String PROTOCOL = "/yamux/1.0.0";

    /** How long the remote may take to close its side after we have closed ours. */
    private static final Duration LINGER = Duration.ofSeconds(5);

    private static final long CODE_NORMAL = 0;
    private static final long CODE_VIOLATION = 1;
    private static final long CODE_INTERNAL = 2;

    private final ByteStream secured;
    private final YamuxSettings settings;
    private final YamuxSession session;
    private final FrameReader reader;
    private final FrameWriter writer;
    private final PingClock pings = new PingClock();
    private final SequencedSet<YamuxStream> received = new LinkedHashSet<>();

    private Loop.Timer timer = () -> {};
    private @Nullable Receiver receiver;
    private @Nullable Closing ending;
    private boolean dirty;
    private boolean flushScheduled;

    /**
     * @param secured nobody else uses it from now on
     * @param role which numbers our streams have; that of the handshake before
     */
    public YamuxConnection(ByteStream secured, Role role, YamuxSettings settings) {
        this.secured = secured;
        this.settings = settings;
        this.session = new YamuxSession(role, settings, new FromSession());
        this.reader = new FrameReader(session);
        this.writer = new FrameWriter(secured);
    }

    @Override
    public Loop loop() {
        return secured.loop();
    }

    @Override
    public void start(Receiver next) {
        receiver = next;
        ping();
        timer = loop().schedule(settings.keepAlive(), this::keepAlive);
        secured.start(new FromBelow());
    }

    @Override
    public ByteStream open() throws P2pException {
        StreamState state = session.open(loop().nanoTime());
        return carry(state);
    }

    @Override
    public int openStreams() {
        return session.size();
    }

    @Override
    public Optional<Duration> roundTrip() {
        return roundTripNanos() == 0 ? Optional.empty() : Optional.of(Duration.ofNanos(roundTripNanos()));
    }

    @Override
    public void end() {
        session.beginClosing();
        if (session.size() == 0) {
            leave(new Closing.Complete());
        }
    }

    @Override
    public void close(Closing.Failed why) {
        leave(why);
    }

    YamuxSettings settings() {
        return settings;
    }

    YamuxSession session() {
        return session;
    }

    FrameWriter writer() {
        return writer;
    }

    long roundTripNanos() {
        return pings.roundTrip();
    }

    /** Sends what waits at the end of this turn, or of what is being received. */
    void flushSoon() {
        dirty = true;
        if (!flushScheduled) {
            flushScheduled = true;
            loop().execute(() -> {
                flushScheduled = false;
                flushNow();
            });
        }
    }

    /** Remembers to tell {@code stream} when nothing more is at hand. */
    void hasReceived(YamuxStream stream) {
        received.add(stream);
    }

    private void flushNow() {
        if (dirty && ending == null) {
            dirty = false;
            writer.send();
        }
    }

    private YamuxStream carry(StreamState state) {
        YamuxStream stream = new YamuxStream(this, state);
        state.tell(stream);
        stream.greet();
        return stream;
    }

    private void send(FrameHeader frame) {
        if (writer.add(frame)) {
            flushSoon();
        } else {
            leave(new Closing.Failed(P2pError.LIMIT, "The remote asks for answers that it does not read."));
        }
    }

    private void ping() {
        pings.next(loop().nanoTime())
                .ifPresent(value -> send(new FrameHeader(FrameHeader.Type.PING, FrameHeader.SYN, 0, value)));
    }

    private void keepAlive() {
        if (pings.isDead()) {
            leave(new Closing.Failed(P2pError.TIMEOUT, "Nothing came from the remote, not even the answer to a ping."));
            return;
        }
        ping();
        timer = loop().schedule(settings.keepAlive(), this::keepAlive);
    }

    /**
     * Says good-bye and waits for the remote to close its side. A failure is told at once; an orderly end when it is
     * complete.
     */
    private void leave(Closing how) {
        if (ending != null) {
            return;
        }
        ending = how;
        boolean orderly = how instanceof Closing.Complete;
        if (!orderly) {
            writer.clear();
        }
        writer.sendLast(new FrameHeader(FrameHeader.Type.GO_AWAY, 0, 0, codeOf(how)));
        secured.end();
        timer.cancel();
        timer = loop().schedule(LINGER, () -> secured.reset(0));
        session.failAll(how);
        if (!orderly) {
            tellClosed(how);
        }
    }

    private static long codeOf(Closing how) {
        if (!(how instanceof Closing.Failed failed)) {
            return CODE_NORMAL;
        }
        return switch (failed.error()) {
            case MALFORMED, PROTOCOL_VIOLATION, LIMIT -> CODE_VIOLATION;
            case INTERNAL -> CODE_INTERNAL;
            case WRONG_PEER, UNAUTHENTICATED, NOT_SUPPORTED, REFUSED, TIMEOUT, REMOTE_RESET, CLOSED, UNREACHABLE ->
                CODE_NORMAL;
            case CANCELLED -> CODE_NORMAL;
        };
    }

    private void tellClosed(Closing how) {
        Receiver told = receiver;
        receiver = null;
        if (told != null) {
            told.closed(how);
        }
    }

    /** The connection below. */
    private final class FromBelow implements ByteStream.Receiver {
        @Override
        public void received(ByteBuffer bytes) {
            pings.heard();
            long now = loop().nanoTime();
            try {
                while (bytes.hasRemaining() && ending == null) {
                    reader.read(bytes, now);
                }
            } catch (P2pException failure) {
                leave(Closing.Failed.of(failure));
            }
            bytes.position(bytes.limit()); // what comes while we leave interests nobody
        }

        @Override
        public void receivedAll() {
            List<YamuxStream> told = new ArrayList<>(received);
            received.clear();
            told.forEach(YamuxStream::receivedAll);
            flushNow();
        }

        @Override
        public void ended() {
            boolean orderly = session.size() == 0 && !reader.isHalfway();
            leave(
                    orderly
                            ? new Closing.Complete()
                            : new Closing.Failed(
                                    P2pError.CLOSED, "The remote ended the connection while it was in use."));
        }

        @Override
        public void writable() {
            if (ending == null) {
                writer.resume();
            }
        }

        @Override
        public void closed(Closing closing) {
            timer.cancel();
            writer.clear();
            Closing how = ending == null ? closing : ending;
            ending = how;
            session.failAll(how);
            tellClosed(how);
        }
    }

    /** The protocol. */
    private final class FromSession implements SessionEvents {
        @Override
        public void send(FrameHeader frame) {
            YamuxConnection.this.send(frame);
        }

        @Override
        public void opened(StreamState stream) {
            Receiver to = receiver;
            if (to != null) {
                to.opened(carry(stream));
            }
        }

        @Override
        public void idle() {
            if (session.isClosing()) {
                leave(new Closing.Complete());
            }
        }

        @Override
        public void remoteFailed(long code) {
            leave(new Closing.RemoteReset(code));
        }

        @Override
        public void ponged(long value) {
            pings.onPong(value, loop().nanoTime());
        }
    }
}
