package dev.granary.libp2p.pubsub.wire;

import dev.granary.libp2p.P2pException;
import java.util.ArrayList;
import java.util.List;

/** All that a peer says at once. */
public record Rpc(List<SubscriptionChange> subscriptions, List<PubsubMessage> messages, Control control) {
    public Rpc {
        subscriptions = List.copyOf(subscriptions);
        messages = List.copyOf(messages);
    }

    /**
     * What {@code bytes} spell.
     *
     * @throws P2pException {@code MALFORMED} when that is nothing, {@code LIMIT} when it is too much; what it is too much of
     *     is counted before any of it is built
     */
    public static Rpc decode(byte[] bytes, RpcLimits limits) throws P2pException {
        new RpcCounter(limits).check(bytes);
        return new RpcReader(limits).read(bytes);
    }

    /** This as pieces, in the order of the wire. */
    public List<Piece> pieces() {
        List<Piece> pieces = new ArrayList<>();
        subscriptions.forEach(change -> pieces.add(Piece.of(change)));
        messages.forEach(message -> pieces.add(Piece.of(message, Piece.Kind.PUBLISHED)));
        control.offers().forEach(offer -> pieces.addAll(Piece.of(offer)));
        pieces.addAll(Piece.wanted(control.wanted()));
        control.grafts().forEach(topic -> pieces.add(Piece.graft(topic)));
        control.prunes().forEach(prune -> pieces.add(Piece.of(prune)));
        pieces.addAll(Piece.unwanted(control.unwanted()));
        return pieces;
    }

    /** The bytes of all this in one RPC, however long. */
    public byte[] encode() {
        RpcWriter writer = new RpcWriter();
        pieces().forEach(writer::add);
        return writer.toBytes();
    }
}
