package dev.granary.service.http;

import dev.granary.kernel.ErrorCode;
import dev.granary.kernel.ErrorKind;

/** Failures that any service can answer with, whatever it does. */
public enum ServiceError implements ErrorCode {
    MALFORMED_REQUEST(ErrorKind.CALLER, 400),
    UNAUTHENTICATED(ErrorKind.CALLER, 401),
    FORBIDDEN(ErrorKind.CALLER, 403),
    NOT_FOUND(ErrorKind.CALLER, 404),
    METHOD_NOT_ALLOWED(ErrorKind.CALLER, 405),
    NOT_ACCEPTABLE(ErrorKind.CALLER, 406),
    CONFLICT(ErrorKind.CALLER, 409),
    UNSUPPORTED_MEDIA_TYPE(ErrorKind.CALLER, 415),
    OVERLOADED(ErrorKind.CAPACITY, 429),
    UNAVAILABLE(ErrorKind.DEPENDENCY, 503),
    INTERNAL(ErrorKind.INTERNAL, 500);

    private final ErrorKind kind;
    private final int status;

    ServiceError(ErrorKind kind, int status) {
        this.kind = kind;
        this.status = status;
    }

    @Override
    public ErrorKind kind() {
        return kind;
    }

    @Override
    public int status() {
        return status;
    }

    /** The code for an HTTP status that a framework chose; those without one of their own become 400 or 500. */
    static ServiceError ofStatus(int status) {
        for (ServiceError error : values()) {
            if (error.status == status) {
                return error;
            }
        }
        return status >= 400 && status < 500 ? MALFORMED_REQUEST : INTERNAL;
    }
}
