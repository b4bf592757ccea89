package dev.granary.libp2p.pubsub.router;

import dev.granary.libp2p.multiformats.PeerId;
import dev.granary.libp2p.pubsub.wire.Piece;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Counts and traces what gossip does. Called on the host's loop, often, and by what remotes do: it must be quick, and
 * whatever it writes down is its own to limit.
 */
public interface GossipObserver {
    /** Watches nothing. */
    GossipObserver NONE = new GossipObserver() {};

    default void grafted(String topic, PeerId peer) {}

    default void pruned(String topic, PeerId peer) {}

    /** After each heartbeat, of each topic that we subscribed to. */
    default void meshSize(String topic, int peers) {}

    /** After each heartbeat: {@code scores} tells what each peer is worth, to those who ask before they return. */
    default void scores(Supplier<Map<PeerId, Double>> scores) {}

    /** A message was good; {@code peer} was the first to bring it. */
    default void delivered(String topic, PeerId peer, int bytes) {}

    /** A message of ours went to so many peers. */
    default void published(String topic, int recipients) {}

    /** A message that we had already. */
    default void duplicate(String topic, PeerId peer) {}

    /** Something that {@code peer} sent had no effect. */
    default void refused(PeerId peer, Refusal why) {}

    /** {@code peer} is too slow: this, or what counts less, is not sent to it. */
    default void dropped(PeerId peer, Piece.Kind kind) {}

    /** A validator or listener of the program threw: a bug that gossip has survived. */
    default void bug(Throwable thrown) {}
}
