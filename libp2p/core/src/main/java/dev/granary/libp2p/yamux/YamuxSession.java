package dev.granary.libp2p.yamux;

import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.P2pException;
import dev.granary.libp2p.Role;
import dev.granary.libp2p.stream.Closing;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The protocol of one connection without its bytes: which streams there are, what each frame means for them, and what must
 * be answered. What breaks the rules of one stream ends that stream; what breaks those of the connection is thrown, and ends
 * the connection. A frame for a stream that is no more is read over: the remote may not have known.
 */
final class YamuxSession {
    /** Streams that a side may open before the other has acknowledged one. */
    static final int MOST_UNACKNOWLEDGED = 256;

    /** libp2p's code for a stream beyond a limit. */
    static final long CODE_LIMIT = 0x1002;

    /** libp2p's code for a stream whose protocol was broken. */
    static final long CODE_VIOLATION = 0x1004;

    private final Role role;
    private final YamuxSettings settings;
    private final SessionEvents events;
    private final WindowBudget budget;
    private final Map<Integer, StreamState> streams = new HashMap<>();
    private int nextId;
    private int inbound;
    private int unacknowledged;
    private boolean closing;

    YamuxSession(Role role, YamuxSettings settings, SessionEvents events) {
        this.role = role;
        this.settings = settings;
        this.events = events;
        this.budget = new WindowBudget(settings.windowBudget());
        this.nextId = role == Role.INITIATOR ? 1 : 2;
    }

    /** @throws P2pException {@code CLOSED}, {@code LIMIT} */
    StreamState open(long now) throws P2pException {
        if (closing || nextId < 0) {
            throw new P2pException(P2pError.CLOSED, "The connection takes no new streams.");
        }
        if (outbound() >= settings.mostOutbound()) {
            throw new P2pException(P2pError.LIMIT, "We have " + outbound() + " streams open on this connection.");
        }
        if (unacknowledged >= MOST_UNACKNOWLEDGED) {
            throw new P2pException(
                    P2pError.LIMIT, "The remote has not acknowledged our last " + unacknowledged + " streams.");
        }
        StreamState stream = add(nextId, true, now);
        nextId += 2;
        unacknowledged++;
        return stream;
    }

    /** No streams are opened any more, in either direction; those that are open go on. */
    void beginClosing() {
        closing = true;
    }

    boolean isClosing() {
        return closing;
    }

    /** Streams that are open. */
    int size() {
        return streams.size();
    }

    /**
     * Takes what a frame says before its payload.
     *
     * @return the stream that the payload is for; empty when it is to be read over
     */
    Optional<StreamState> onHeader(FrameHeader frame, long now) throws P2pException {
        return switch (frame.type()) {
            case DATA -> onData(frame, now);
            case WINDOW -> {
                onWindow(frame, now);
                yield Optional.empty();
            }
            case PING -> {
                onPing(frame);
                yield Optional.empty();
            }
            case GO_AWAY -> {
                onGoAway(frame.length());
                yield Optional.empty();
            }
        };
    }

    /** Takes what a frame says behind its payload: that the stream ends. */
    void afterPayload(FrameHeader frame) {
        StreamState stream = streams.get(frame.stream());
        if (stream == null || frame.type() == FrameHeader.Type.PING || frame.type() == FrameHeader.Type.GO_AWAY) {
            return;
        }
        if (frame.has(FrameHeader.ACK) && stream.acknowledge()) {
            unacknowledged--;
        }
        if (frame.has(FrameHeader.RST)) {
            long code = frame.type() == FrameHeader.Type.WINDOW ? frame.length() : 0;
            remove(stream, new Closing.RemoteReset(code));
        } else if (frame.has(FrameHeader.FIN) && !stream.hasRemoteEnded()) {
            stream.endRemote();
            stream.listener().remoteEnded();
            removeIfEnded(stream);
        }
    }

    /** Our direction of a stream has ended, and the remote was told. */
    void ended(StreamState stream) {
        stream.endLocal();
        removeIfEnded(stream);
    }

    /** Ends a stream at once, and tells the remote if it knows of it. */
    void reset(StreamState stream, long code, Closing.Failed why) {
        if (stream.isGone()) {
            return;
        }
        if (!stream.isUnsent()) {
            events.send(new FrameHeader(FrameHeader.Type.WINDOW, FrameHeader.RST, stream.id(), code));
        }
        remove(stream, why);
    }

    /** Ends all streams; the remote is not told. */
    void failAll(Closing why) {
        closing = true;
        for (StreamState stream : new ArrayList<>(streams.values())) {
            forget(stream);
            stream.listener().over(why);
        }
    }

    private Optional<StreamState> onData(FrameHeader frame, long now) throws P2pException {
        if (frame.length() > settings.largestWindow()) {
            throw violation("A data frame is larger than any window.");
        }
        Optional<StreamState> found = find(frame, now);
        if (found.isEmpty() || frame.length() == 0) {
            return found;
        }
        StreamState stream = found.get();
        if (stream.hasRemoteEnded() || !stream.window().arrive(frame.length())) {
            String detail = stream.hasRemoteEnded()
                    ? "The remote sent on after its end."
                    : "The remote sent beyond its window.";
            reset(stream, CODE_VIOLATION, new Closing.Failed(P2pError.PROTOCOL_VIOLATION, detail));
            return Optional.empty();
        }
        return found;
    }

    private void onWindow(FrameHeader frame, long now) throws P2pException {
        Optional<StreamState> found = find(frame, now);
        if (found.isEmpty() || frame.has(FrameHeader.RST) || frame.length() == 0) {
            return;
        }
        StreamState stream = found.get();
        if (stream.credited(frame.length())) {
            stream.listener().credited();
        } else {
            reset(
                    stream,
                    CODE_VIOLATION,
                    new Closing.Failed(P2pError.PROTOCOL_VIOLATION, "The remote granted too much."));
        }
    }

    private void onPing(FrameHeader frame) {
        if (frame.has(FrameHeader.SYN)) {
            events.send(new FrameHeader(FrameHeader.Type.PING, FrameHeader.ACK, 0, frame.length()));
        } else if (frame.has(FrameHeader.ACK)) {
            events.ponged(frame.length());
        }
    }

    private void onGoAway(long code) {
        closing = true;
        if (code != 0) {
            events.remoteFailed(code);
        } else if (streams.isEmpty()) {
            events.idle();
        }
    }

    /** The stream that a frame is for, which the frame may open. */
    private Optional<StreamState> find(FrameHeader frame, long now) throws P2pException {
        if (frame.stream() == 0) {
            throw violation("A frame of a stream names none.");
        }
        StreamState known = streams.get(frame.stream());
        if (!frame.has(FrameHeader.SYN)) {
            return Optional.ofNullable(known);
        }
        if (known != null) {
            throw violation("A stream was opened twice.");
        }
        if (isOurs(frame.stream())) {
            throw violation("The remote opened a stream with a number of ours.");
        }
        return accept(frame, now);
    }

    private Optional<StreamState> accept(FrameHeader frame, long now) {
        if (closing || inbound >= settings.mostInbound()) {
            if (!frame.has(FrameHeader.RST)) {
                events.send(new FrameHeader(FrameHeader.Type.WINDOW, FrameHeader.RST, frame.stream(), CODE_LIMIT));
            }
            return Optional.empty();
        }
        inbound++;
        StreamState stream = add(frame.stream(), false, now);
        events.opened(stream);
        return stream.isGone() ? Optional.empty() : Optional.of(stream);
    }

    private StreamState add(int id, boolean ours, long now) {
        StreamState stream = new StreamState(id, ours, new ReceiveWindow(settings.largestWindow(), budget, now));
        streams.put(id, stream);
        return stream;
    }

    private void removeIfEnded(StreamState stream) {
        if (!stream.isGone() && stream.hasLocalEnded() && stream.hasRemoteEnded()) {
            remove(stream, new Closing.Complete());
        }
    }

    private void remove(StreamState stream, Closing why) {
        forget(stream);
        stream.listener().over(why);
        if (streams.isEmpty()) {
            events.idle();
        }
    }

    private void forget(StreamState stream) {
        streams.remove(stream.id());
        if (!stream.isOurs()) {
            inbound--;
        } else if (!stream.isAcknowledged()) {
            unacknowledged--;
        }
        stream.leave();
    }

    private int outbound() {
        return streams.size() - inbound;
    }

    private boolean isOurs(int id) {
        return (id % 2 != 0) == (role == Role.INITIATOR);
    }

    private static P2pException violation(String detail) {
        return new P2pException(P2pError.PROTOCOL_VIOLATION, detail);
    }
}
