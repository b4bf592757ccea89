package dev.granary.fetchverify.event;

import java.util.List;

/**
 * Where events wait until they are delivered. An event that was accepted survives a crash of the process and is
 * delivered at least once, in order per key.
 */
public interface Outbox {
    /**
     * Accepts events together; they are durable when this returns.
     *
     * @return what became of them
     */
    Acceptance append(List<OutgoingEvent> events);

    /** What became of appended events. */
    enum Acceptance {
        /** All are durable. */
        ACCEPTED,
        /** The outbox is at its bound, or its disk is full: none was taken, and the loss is counted. */
        FULL
    }
}
