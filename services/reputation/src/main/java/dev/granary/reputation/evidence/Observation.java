package dev.granary.reputation.evidence;

import static java.util.Objects.requireNonNull;

import dev.granary.kernel.SourceId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;

/**
 * One fetch from one source has ended, seen by this site itself.
 *
 * @param eventId names the observation: one id counts once
 * @param occurredAt in whole milliseconds
 * @param group the network group of a peer; upstreams and peers of allow-listed sites have none
 * @param context what a person needs to find the request again
 */
public record Observation(
        UUID eventId,
        Instant occurredAt,
        SourceId source,
        Optional<NetworkGroup> group,
        FetchResult result,
        Context context) {
    /**
     * What was asked for.
     *
     * @param purl the package URL, or empty
     * @param errorCode why it failed, or empty
     * @param traceId 32 hexadecimal digits, or empty
     */
    public record Context(String purl, String errorCode, String traceId) {
        public static final Context UNKNOWN = new Context("", "", "");

        public Context {
            requireNonNull(purl, "purl");
            requireNonNull(errorCode, "errorCode");
            requireNonNull(traceId, "traceId");
        }
    }

    public Observation {
        requireNonNull(eventId, "eventId");
        requireNonNull(source, "source");
        requireNonNull(group, "group");
        requireNonNull(result, "result");
        requireNonNull(context, "context");
        occurredAt = occurredAt.truncatedTo(ChronoUnit.MILLIS);
    }

    /** The same observation, not later than {@code now}: a clock that runs ahead elsewhere earns no lasting credit. */
    public Observation notAfter(Instant now) {
        return occurredAt.isAfter(now) ? new Observation(eventId, now, source, group, result, context) : this;
    }
}
