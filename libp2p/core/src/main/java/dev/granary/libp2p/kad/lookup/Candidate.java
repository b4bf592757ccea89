package dev.granary.libp2p.kad.lookup;

import dev.granary.libp2p.kad.keyspace.KadKey;
import dev.granary.libp2p.kad.table.AddressGroup;
import dev.granary.libp2p.kad.wire.KadPeer;

/** A peer that a lookup has heard of. */
final class Candidate {
    private final KadPeer peer;
    private final KadKey key;
    private final int depth;
    private State state = State.HEARD;
    private long group;
    private long askedAt;

    /** How far the lookup is with a peer. */
    enum State {
        HEARD,
        ASKED,
        ANSWERED,
        /** It does not answer. */
        FAILED,
        /** Another path has asked it. */
        TAKEN
    }

    /** @param depth over how many peers it was heard of */
    Candidate(KadPeer peer, KadKey key, int depth) {
        this.peer = peer;
        this.key = key;
        this.depth = depth;
        this.group = AddressGroup.of(peer);
    }

    KadPeer peer() {
        return peer;
    }

    KadKey key() {
        return key;
    }

    int depth() {
        return depth;
    }

    State state() {
        return state;
    }

    boolean is(State other) {
        return state == other;
    }

    boolean isOutOfReach() {
        return state == State.FAILED || state == State.TAKEN;
    }

    /** Its address group: what it is said to be until it has answered, then what it proved to be. */
    long group() {
        return group;
    }

    long askedAt() {
        return askedAt;
    }

    void asked(long now) {
        state = State.ASKED;
        askedAt = now;
    }

    void answered(long proven) {
        state = State.ANSWERED;
        group = proven;
    }

    void failed() {
        state = State.FAILED;
    }

    void taken() {
        state = State.TAKEN;
    }
}
