package dev.granary.kernel;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/** An operational failure: it has a code, and a sentence that tells what happened and what to do. */
public final class GranaryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // error codes are enums, which are serializable
    private final ErrorCode code;

    /**
     * @param detail one sentence for a person, naming the thing and the value; free of secrets
     */
    public GranaryException(ErrorCode code, String detail) {
        this(code, detail, null);
    }

    public GranaryException(ErrorCode code, String detail, @Nullable Throwable cause) {
        super(requireNonNull(detail, "detail"), cause);
        this.code = requireNonNull(code, "code");
    }

    public ErrorCode code() {
        return code;
    }

    /** The sentence for a person. */
    public String detail() {
        return requireNonNull(getMessage());
    }
}
