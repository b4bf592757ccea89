package dev.granary.reputation.evidence;

import dev.granary.kernel.ByteCount;
import dev.granary.kernel.Ecosystem;
import dev.granary.kernel.SourceId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Builds observations for tests: a small verified transfer in 100 ms unless told otherwise. */
public final class ObservationBuilder {
    public static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
    public static final SourceId UPSTREAM = SourceId.upstream(new Ecosystem("npm"), "registry.example");

    private UUID eventId = new UUID(0, 1);
    private Instant at = START;
    private SourceId source = UPSTREAM;
    private Optional<NetworkGroup> group = Optional.empty();
    private FetchResult result = new FetchResult.Verified(ByteCount.ZERO, Duration.ofMillis(100), "pkg:npm/a");

    private ObservationBuilder() {}

    public static ObservationBuilder anObservation() {
        return new ObservationBuilder();
    }

    public ObservationBuilder withEvent(long number) {
        eventId = new UUID(0, number);
        return this;
    }

    public ObservationBuilder withEvent(String name) {
        eventId = UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    public ObservationBuilder at(Instant newAt) {
        at = newAt;
        return this;
    }

    public ObservationBuilder of(SourceId newSource) {
        source = newSource;
        return this;
    }

    public ObservationBuilder ofPeer(String name) {
        return of(new SourceId(SourceId.Kind.PEER, name));
    }

    public ObservationBuilder inGroup(String id) {
        group = Optional.of(new NetworkGroup(id));
        return this;
    }

    public ObservationBuilder verified(long bytes, long millis, String packageName) {
        return saying(new FetchResult.Verified(ByteCount.of(bytes), Duration.ofMillis(millis), packageName));
    }

    public ObservationBuilder failed() {
        return saying(new FetchResult.Failed(ByteCount.ZERO, Duration.ofMillis(200)));
    }

    public ObservationBuilder corrupt() {
        return saying(new FetchResult.Corrupt(ByteCount.of(1000), Duration.ofMillis(50)));
    }

    public ObservationBuilder saying(FetchResult newResult) {
        result = newResult;
        return this;
    }

    public Observation build() {
        return new Observation(eventId, at, source, group, result, Observation.Context.UNKNOWN);
    }
}
