package dev.granary.reputation.kafka;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Timestamp;
import dev.granary.contracts.v1.ArtifactFetched;
import dev.granary.contracts.v1.Phase;
import dev.granary.kernel.ByteCount;
import dev.granary.kernel.PackageCoordinate;
import dev.granary.kernel.Printable;
import dev.granary.kernel.SourceId;
import dev.granary.reputation.evidence.FetchResult;
import dev.granary.reputation.evidence.Observation;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads and checks {@code ArtifactFetched} messages; nothing that a message says can make it throw. */
final class FetchedReader {
    private static final Set<String> TRANSFER_PHASES = Set.of("connect", "first-byte", "transfer");
    private static final Pattern ERROR_CODE = Pattern.compile("[A-Z0-9_]{0,64}");
    private static final Pattern TRACE_ID = Pattern.compile("[0-9a-f]{32}");
    private static final long EARLIEST_SECONDS =
            Instant.parse("2020-01-01T00:00:00Z").getEpochSecond();
    private static final long LATEST_SECONDS =
            Instant.parse("2200-01-01T00:00:00Z").getEpochSecond();
    private static final long LONGEST_MICROS = Duration.ofDays(1).toNanos() / 1000;

    private final String site;

    /**
     * @param site this mirror's name
     */
    FetchedReader(String site) {
        this.site = site;
    }

    Reading read(byte @Nullable [] value) {
        if (value == null || value.length == 0) {
            return new Reading.Unusable("The message is empty.");
        }
        try {
            return read(ArtifactFetched.parseFrom(value));
        } catch (InvalidProtocolBufferException e) {
            return new Reading.Unusable("The message is no ArtifactFetched: " + printable(e));
        } catch (IllegalArgumentException e) {
            return new Reading.Unusable(printable(e));
        }
    }

    /**
     * @throws IllegalArgumentException with a sentence when a field makes no sense
     */
    private Reading read(ArtifactFetched event) {
        UUID eventId = UUID.fromString(event.getEventId());
        Instant occurredAt = instant(event.hasOccurredAt(), event.getOccurredAt());
        SourceId source = SourceId.parse(event.getSource());
        if (source.kind() == SourceId.Kind.STORE) {
            return new Reading.Ignored(Reading.Ignored.Why.OWN_STORE);
        }
        if (!event.getSite().equals(site)) {
            return new Reading.Ignored(Reading.Ignored.Why.FOREIGN_SITE);
        }
        return result(event)
                .<Reading>map(result -> new Reading.Usable(
                        new Observation(eventId, occurredAt, source, Optional.empty(), result, context(event))))
                .orElseGet(() -> new Reading.Unknown(event.getOutcomeValue()));
    }

    private static Optional<FetchResult> result(ArtifactFetched event) {
        ByteCount received = new ByteCount(event.getReceivedBytes());
        Duration elapsed = elapsed(event);
        return switch (event.getOutcome()) {
            case FETCH_OUTCOME_VERIFIED -> Optional.of(new FetchResult.Verified(received, elapsed, packageName(event)));
            case FETCH_OUTCOME_CORRUPT -> Optional.of(new FetchResult.Corrupt(received, elapsed));
            case FETCH_OUTCOME_FAILED -> Optional.of(new FetchResult.Failed(received, elapsed));
            case FETCH_OUTCOME_NOT_FOUND -> Optional.of(new FetchResult.NotFound());
            case FETCH_OUTCOME_REFUSED -> Optional.of(new FetchResult.Refused());
            case FETCH_OUTCOME_UNSPECIFIED, UNRECOGNIZED -> Optional.empty();
        };
    }

    private static Instant instant(boolean present, Timestamp time) {
        if (!present || time.getSeconds() < EARLIEST_SECONDS || time.getSeconds() > LATEST_SECONDS) {
            throw new IllegalArgumentException("The time of the event is missing or absurd.");
        }
        return Instant.ofEpochSecond(time.getSeconds(), Math.clamp(time.getNanos(), 0, 999_999_999));
    }

    /** From the request to the last byte: what our own checks and writes took says nothing about the source. */
    private static Duration elapsed(ArtifactFetched event) {
        long micros = 0;
        for (Phase phase : event.getPhasesList()) {
            if (phase.getMicros() < 0 || phase.getMicros() > LONGEST_MICROS) {
                throw new IllegalArgumentException("A phase takes more than a day.");
            }
            if (TRANSFER_PHASES.contains(phase.getName())) {
                micros = Math.min(LONGEST_MICROS, micros + phase.getMicros());
            }
        }
        return Duration.ofNanos(micros * 1000);
    }

    private static String packageName(ArtifactFetched event) {
        String purl = event.getArtifact().getPurl();
        return PackageCoordinate.parse(purl)
                .map(coordinate -> Printable.of(coordinate.withoutVersion().toString()))
                .orElseGet(() -> Printable.of(purl));
    }

    private static Observation.Context context(ArtifactFetched event) {
        if (!ERROR_CODE.matcher(event.getErrorCode()).matches()) {
            throw new IllegalArgumentException("The error code is none: " + event.getErrorCode());
        }
        String traceId = TRACE_ID.matcher(event.getTraceId()).matches() ? event.getTraceId() : "";
        return new Observation.Context(Printable.of(event.getArtifact().getPurl()), event.getErrorCode(), traceId);
    }

    private static String printable(Exception failure) {
        return Printable.of(String.valueOf(failure.getMessage()));
    }
}
