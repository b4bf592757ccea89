package dev.granary.libp2p.kad.table;

import dev.granary.libp2p.kad.keyspace.KadKey;
import dev.granary.libp2p.kad.wire.KadPeer;

/** A peer in a {@link RoutingTable}. Times are nanoseconds of the loop. */
public final class TableEntry {
    private static final int WEIGHT_OF_LAST = 8;

    private final KadKey key;
    private final long group;
    private KadPeer peer;
    private long lastHeard;
    private int averageMicros;
    private boolean useful;
    private boolean replaceable;

    TableEntry(KadPeer peer, KadKey key, long group, long now) {
        this.peer = peer;
        this.key = key;
        this.group = group;
        this.lastHeard = now;
    }

    public KadPeer peer() {
        return peer;
    }

    public KadKey key() {
        return key;
    }

    /** Its {@link AddressGroup}. */
    public long group() {
        return group;
    }

    /** When it last answered, or came to us. */
    public long lastHeard() {
        return lastHeard;
    }

    /** Whether it helped a lookup since {@link RoutingTable#forgetUse} was last called. */
    public boolean isUseful() {
        return useful;
    }

    public boolean isReplaceable() {
        return replaceable;
    }

    /** The moving average of the time that it takes to answer, in microseconds; 0 when nothing is known. */
    int averageMicros() {
        return averageMicros;
    }

    void moved(KadPeer newer) {
        if (!newer.addresses().isEmpty()) {
            peer = newer;
        }
    }

    void heard(long now, long micros) {
        lastHeard = now;
        if (micros > 0) {
            int last = (int) Math.min(micros, Integer.MAX_VALUE / WEIGHT_OF_LAST);
            averageMicros = averageMicros == 0 ? last : averageMicros + (last - averageMicros) / WEIGHT_OF_LAST;
        }
    }

    void useful(boolean was) {
        useful = was;
    }

    void replaceable(boolean may) {
        replaceable = may;
    }
}
