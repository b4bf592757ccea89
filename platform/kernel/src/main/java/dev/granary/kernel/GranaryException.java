package dev.granary.kernel;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An operational failure: it has a code, and a sentence that tells what happened and what to do. */
public final class GranaryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // error codes are enums, which are serializable
    private final ErrorCode code;

    private final @Nullable Duration retryAfter;

    /**
     * @param detail one sentence for a person, naming the thing and the value; free of secrets
     */
    public GranaryException(ErrorCode code, String detail) {
        this(code, detail, null);
    }

    public GranaryException(ErrorCode code, String detail, @Nullable Throwable cause) {
        this(code, detail, cause, null);
    }

    private GranaryException(ErrorCode code, String detail, @Nullable Throwable cause, @Nullable Duration retryAfter) {
        super(requireNonNull(detail, "detail"), cause);
        this.code = requireNonNull(code, "code");
        this.retryAfter = retryAfter;
    }

    /** The same failure, which may be over after {@code wait}; a wait that is empty or not positive tells nothing. */
    public GranaryException retryingAfter(Optional<Duration> wait) {
        return new GranaryException(
                code, detail(), getCause(), wait.filter(Duration::isPositive).orElse(null));
    }

    public ErrorCode code() {
        return code;
    }

    /** When trying again makes sense, where somebody told; more than zero. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    /** The sentence for a person. */
    public String detail() {
        return requireNonNull(getMessage());
    }
}
