package dev.granary.libp2p.yamux;

/**
 * One stream as the protocol sees it: credit, windows, flags to send, and which directions have ended. Each direction ends
 * once, by FIN; both at once by RST from either side.
 */
final class StreamState {
    private static final long MOST_CREDIT = 0xffff_ffffL;

    private final int id;
    private final boolean ours;
    private final ReceiveWindow window;
    private StreamEvents listener = StreamEvents.NONE;
    private long credit = YamuxSettings.FIRST_WINDOW;
    /** SYN for ours and ACK for theirs: rides on the first frame that we send. */
    private int greeting;

    private boolean acknowledged;
    private boolean localEnded;
    private boolean remoteEnded;
    private boolean gone;

    StreamState(int id, boolean ours, ReceiveWindow window) {
        this.id = id;
        this.ours = ours;
        this.window = window;
        this.greeting = ours ? FrameHeader.SYN : FrameHeader.ACK;
    }

    int id() {
        return id;
    }

    boolean isOurs() {
        return ours;
    }

    /** Who is told what the remote does. */
    StreamEvents listener() {
        return listener;
    }

    void tell(StreamEvents whom) {
        listener = whom;
    }

    ReceiveWindow window() {
        return window;
    }

    /** Whether the remote knows nothing of it yet. */
    boolean isUnsent() {
        return greeting == FrameHeader.SYN;
    }

    boolean owesGreeting() {
        return greeting != 0;
    }

    int takeGreeting() {
        int flags = greeting;
        greeting = 0;
        return flags;
    }

    /** How many of {@code wanted} bytes may be sent now. */
    int sendable(int wanted) {
        return gone || localEnded ? 0 : (int) Math.min(wanted, credit);
    }

    void sent(int bytes) {
        credit -= bytes;
    }

    /** Takes what the remote grants, and says no when that is more than the protocol can count. */
    boolean credited(long bytes) {
        credit += bytes;
        return credit <= MOST_CREDIT;
    }

    /** Tells whether this was the first acknowledgement. */
    boolean acknowledge() {
        boolean first = ours && !acknowledged;
        acknowledged = true;
        return first;
    }

    boolean isAcknowledged() {
        return acknowledged;
    }

    boolean hasLocalEnded() {
        return localEnded;
    }

    boolean hasRemoteEnded() {
        return remoteEnded;
    }

    void endLocal() {
        localEnded = true;
    }

    void endRemote() {
        remoteEnded = true;
    }

    /** Whether frames can still be sent for it. */
    boolean isGone() {
        return gone;
    }

    void leave() {
        gone = true;
        window.release();
    }
}
