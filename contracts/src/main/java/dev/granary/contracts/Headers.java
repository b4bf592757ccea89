package dev.granary.contracts;

/** The headers that every message carries beside the W3C {@code traceparent}; all values are UTF-8 text. */
public final class Headers {
    /** The event's UUID, equal to the message's {@code event_id}. */
    public static final String EVENT_ID = "granary-event-id";
    /** The full name of the Protobuf message. */
    public static final String EVENT_TYPE = "granary-event-type";
    /** When it happened, ISO 8601 in UTC. */
    public static final String EVENT_TIME = "granary-event-time";

    private Headers() {}
}
