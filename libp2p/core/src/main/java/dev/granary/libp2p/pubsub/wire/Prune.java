package dev.granary.libp2p.pubsub.wire;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.OptionalLong;

/**
 * PRUNE: the sender takes the receiver out of its mesh.
 *
 * @param others peers to try instead
 * @param backoffSeconds how long not to ask again, unsigned; peers of the first version say nothing of it
 */
public record Prune(String topic, List<Other> others, OptionalLong backoffSeconds) {
    public Prune {
        others = List.copyOf(others);
    }

    /**
     * A peer to try instead.
     *
     * @param peer its id
     * @param certificate its signed record, an envelope; empty when the sender has none
     */
    public record Other(ByteString peer, ByteString certificate) {}
}
