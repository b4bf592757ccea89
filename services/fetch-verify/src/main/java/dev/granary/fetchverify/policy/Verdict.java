package dev.granary.fetchverify.policy;

import static java.util.Objects.requireNonNull;

import dev.granary.fetchverify.FetchVerifyError;
import dev.granary.fetchverify.receipt.Receipt.Decision;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What policy says of a name or a version. */
public sealed interface Verdict {
    /** It may be handed out. */
    record Allowed(List<Decision> decisions) implements Verdict {
        public Allowed {
            decisions = List.copyOf(decisions);
        }
    }

    /**
     * It must not be handed out.
     *
     * @param code which policy
     * @param reason two to five words joined by dashes, for the HTTP reason phrase, which some clients show alone
     * @param sentence why, and what to do
     * @param until when the answer changes by itself, if ever
     */
    record Denied(FetchVerifyError code, String reason, String sentence, Optional<Instant> until) implements Verdict {
        public Denied {
            requireNonNull(code, "code");
            requireNonNull(reason, "reason");
            requireNonNull(sentence, "sentence");
            requireNonNull(until, "until");
        }
    }
}
