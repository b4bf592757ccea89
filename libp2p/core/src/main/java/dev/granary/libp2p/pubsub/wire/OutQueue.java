package dev.granary.libp2p.pubsub.wire;

import java.util.ArrayDeque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What waits for one peer. A slow peer loses gossip first, then messages of others; what we publish, subscribe, graft and
 * prune is never dropped: a peer that can't even take that is to be cut off.
 */
public final class OutQueue {
    /** Peers drop an RPC with more of them whole. */
    private static final int MOST_SUBSCRIPTIONS = 200;

    private final Limits limits;
    private final Lane urgent = new Lane();
    private final Lane forwarded = new Lane();
    private final Lane gossip = new Lane();

    public OutQueue(Limits limits) {
        this.limits = limits;
    }

    /**
     * How much may wait.
     *
     * @param rpcBytes of one RPC, unless a single message takes more
     * @param bytes from which on gossip and messages of others are dropped
     * @param mostBytes that wait, whatever they are
     */
    public record Limits(int rpcBytes, int bytes, int mostBytes) {
        public static final Limits STANDARD = new Limits(256 * 1024, 2 * 1024 * 1024, 8 * 1024 * 1024);

        public Limits {
            if (rpcBytes < 1 || bytes < 1 || mostBytes < bytes) {
                throw new IllegalArgumentException("need 0 < rpcBytes and 0 < bytes <= mostBytes");
            }
        }
    }

    /** What has become of a piece. */
    public enum Outcome {
        QUEUED,
        /** Something was dropped for it, or it was itself. */
        DROPPED,
        /** More waits than the peer may be trusted to take ever. */
        OVERFLOW
    }

    /** Adds {@code piece}, if need be at the cost of others that count less. */
    public Outcome offer(Piece piece) {
        return switch (piece.kind()) {
            case SUBSCRIPTION, PUBLISHED, MESH -> offerUrgent(piece);
            case FORWARDED -> {
                boolean dropped = makeRoom(gossip, piece.size());
                yield add(forwarded, piece, dropped);
            }
            case GOSSIP -> add(gossip, piece, false);
        };
    }

    private Outcome offerUrgent(Piece piece) {
        boolean dropped = makeRoom(gossip, piece.size());
        dropped |= makeRoom(forwarded, piece.size());
        if (size() + piece.size() > limits.mostBytes()) {
            return Outcome.OVERFLOW;
        }
        urgent.add(piece);
        return dropped ? Outcome.DROPPED : Outcome.QUEUED;
    }

    private Outcome add(Lane lane, Piece piece, boolean dropped) {
        if (size() + piece.size() > limits.bytes()) {
            return Outcome.DROPPED;
        }
        lane.add(piece);
        return dropped ? Outcome.DROPPED : Outcome.QUEUED;
    }

    private boolean makeRoom(Lane lane, int size) {
        boolean dropped = false;
        while (size() + size > limits.bytes() && lane.poll() != null) {
            dropped = true;
        }
        return dropped;
    }

    /** Bytes that wait. */
    public int size() {
        return urgent.bytes + forwarded.bytes + gossip.bytes;
    }

    /** The next RPC to send: as much as fits into one. */
    public Optional<byte[]> poll() {
        RpcWriter rpc = new RpcWriter();
        int subscriptions = 0;
        for (Lane lane = next(); lane != null; lane = next()) {
            Piece piece = lane.peek();
            boolean subscribes = piece.kind() == Piece.Kind.SUBSCRIPTION;
            boolean full = !rpc.isEmpty() && rpc.size() + piece.size() > limits.rpcBytes();
            if (full || (subscribes && ++subscriptions > MOST_SUBSCRIPTIONS)) {
                break;
            }
            rpc.add(piece);
            lane.poll();
        }
        return rpc.isEmpty() ? Optional.empty() : Optional.of(rpc.toBytes());
    }

    private @Nullable Lane next() {
        if (!urgent.isEmpty()) {
            return urgent;
        }
        if (!forwarded.isEmpty()) {
            return forwarded;
        }
        return gossip.isEmpty() ? null : gossip;
    }

    /** Forgets all that waits. */
    public void clear() {
        urgent.clear();
        forwarded.clear();
        gossip.clear();
    }

    /** Pieces of one rank; takes memory while there are some only. */
    private static final class Lane {
        private @Nullable ArrayDeque<Piece> pieces;
        private int bytes;

        private void add(Piece piece) {
            if (pieces == null) {
                pieces = new ArrayDeque<>(2);
            }
            pieces.add(piece);
            bytes += piece.size();
        }

        private boolean isEmpty() {
            return pieces == null;
        }

        private Piece peek() {
            if (pieces == null) {
                throw new IllegalStateException("nothing waits");
            }
            return pieces.element();
        }

        private @Nullable Piece poll() {
            if (pieces == null) {
                return null;
            }
            Piece piece = pieces.remove();
            bytes -= piece.size();
            if (pieces.isEmpty()) {
                pieces = null;
            }
            return piece;
        }

        private void clear() {
            pieces = null;
            bytes = 0;
        }
    }
}
