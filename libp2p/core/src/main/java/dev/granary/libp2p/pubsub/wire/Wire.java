package dev.granary.libp2p.pubsub.wire;

import com.google.protobuf.WireFormat;

/** Numbers of the fields of an RPC, and their tags. */
final class Wire {
    static final int SUBSCRIPTION = 1;
    static final int MESSAGE = 2;
    static final int CONTROL = 3;

    static final int SUBSCRIBE = 1;
    static final int SUBSCRIBED_TOPIC = 2;

    static final int IHAVE = 1;
    static final int IWANT = 2;
    static final int GRAFT = 3;
    static final int PRUNE = 4;
    static final int IDONTWANT = 5;

    static final int CONTROL_TOPIC = 1;
    static final int IHAVE_ID = 2;
    static final int IWANT_ID = 1;
    static final int IDONTWANT_ID = 1;
    static final int PRUNE_PEER = 2;
    static final int PRUNE_BACKOFF = 3;
    static final int PEER_ID = 1;
    static final int PEER_RECORD = 2;

    private static final int TYPE_BITS = 3;

    private Wire() {}

    /** The tag of a field that has a length. */
    static int sized(int field) {
        return field << TYPE_BITS | WireFormat.WIRETYPE_LENGTH_DELIMITED;
    }

    /** The tag of a field that is a number. */
    static int number(int field) {
        return field << TYPE_BITS | WireFormat.WIRETYPE_VARINT;
    }
}
