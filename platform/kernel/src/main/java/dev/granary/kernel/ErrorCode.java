package dev.granary.kernel;

/** One way in which an operation fails; each service has one enum of them. */
public interface ErrorCode {
    /** The stable name in upper case, as in {@code UPSTREAM_UNREACHABLE}: what clients, alerts and documents name. */
    String name();

    ErrorKind kind();

    /** The HTTP status of the answer; the kind's unless the code has a more exact one. */
    default int status() {
        return kind().status();
    }
}
