package dev.granary.fetchverify.event;

import dev.granary.contracts.Topics;
import dev.granary.contracts.v1.ArtifactFetched;
import dev.granary.contracts.v1.FetchOutcome;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;

/** Events for tests. */
public final class SampleEvents {
    public static final Instant TIME = Instant.parse("2026-01-02T03:04:05.678901Z");
    public static final String TRACEPARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private SampleEvents() {}

    /** The event with the given number; its id and key follow from it. */
    public static OutgoingEvent fetched(int number) {
        return fetched(number, 0);
    }

    /** An event whose message is longer by {@code padding} characters. */
    public static OutgoingEvent fetched(int number, int padding) {
        String eventId = eventId(number);
        String source = "upstream:npm/registry" + number % 3 + ".example";
        ArtifactFetched message = ArtifactFetched.newBuilder()
                .setEventId(eventId)
                .setSite("local")
                .setSource(source)
                .setOutcome(FetchOutcome.FETCH_OUTCOME_VERIFIED)
                .setReceivedBytes(number)
                .setErrorCode("x".repeat(padding))
                .build();
        return new OutgoingEvent(Topics.ARTIFACT_FETCHED, source, eventId, TIME, TRACEPARENT, message);
    }

    public static String eventId(int number) {
        return UUID.nameUUIDFromBytes(("event " + number).getBytes(StandardCharsets.UTF_8))
                .toString();
    }
}
