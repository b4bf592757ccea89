package dev.granary.libp2p.pubsub.wire;

import com.google.protobuf.ByteString;
import java.util.List;

/** IHAVE: messages of a topic that the sender has seen lately. */
public record Offer(String topic, List<ByteString> ids) {
    public Offer {
        ids = List.copyOf(ids);
    }
}
