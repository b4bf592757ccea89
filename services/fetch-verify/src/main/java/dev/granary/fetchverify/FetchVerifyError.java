package dev.granary.fetchverify;

import dev.granary.kernel.ErrorCode;
import dev.granary.kernel.ErrorKind;

/** How operations of the gateway fail; {@code docs/operations/errors.md} tells what to do about each. */
public enum FetchVerifyError implements ErrorCode {
    /** The path, query or method makes no sense for the format. */
    MALFORMED_REQUEST(ErrorKind.CALLER, 400),
    /** The upstream, or the hosted registry, says that there is no such thing. */
    NOT_FOUND(ErrorKind.CALLER, 404),
    /** The format does not serve this method. */
    METHOD_NOT_ALLOWED(ErrorKind.CALLER, 405),
    /** A request was sent too slowly or not at all. */
    REQUEST_TIMEOUT(ErrorKind.CALLER, 408),
    /** The name belongs to the company and the mirror hosts nothing under it. */
    NAME_OWNED(ErrorKind.CALLER, 403),
    /** The version is younger than the minimum release age. */
    POLICY_HELD(ErrorKind.CALLER, 403),
    /** The package or version was recalled. */
    RECALLED(ErrorKind.CALLER, 451),
    /** No upstream is configured for the format. */
    UPSTREAM_NOT_CONFIGURED(ErrorKind.CALLER, 404),
    /** No answer came from the upstream, and nothing is held. */
    UPSTREAM_UNREACHABLE(ErrorKind.DEPENDENCY, 503),
    /** The upstream asks to be left alone for a while, and nothing is held. */
    UPSTREAM_THROTTLED(ErrorKind.DEPENDENCY, 503),
    /** The upstream refuses us: its credential is missing or wrong. */
    UPSTREAM_REFUSED(ErrorKind.DEPENDENCY, 502),
    /** Metadata or a redirect names an address outside the configured upstreams. */
    UPSTREAM_URL_FORBIDDEN(ErrorKind.DEPENDENCY, 502),
    /** The upstream's metadata can't be read. */
    BAD_UPSTREAM_METADATA(ErrorKind.DEPENDENCY, 502),
    /** Another service of this mirror, or the database that replicas share, gives no answer. */
    SERVICE_UNREACHABLE(ErrorKind.DEPENDENCY, 503),
    /** The mirror is set to work without upstreams, and does not hold this. */
    OFFLINE(ErrorKind.DEPENDENCY, 503),
    /** The bytes contradict the trusted digest or length. */
    INTEGRITY_MISMATCH(ErrorKind.INTEGRITY, 502),
    /** The upstream published other bytes for a version that was seen before. */
    HASH_CHANGED(ErrorKind.INTEGRITY, 502),
    /** A registry signature does not cover what the index says. */
    BAD_SIGNATURE(ErrorKind.INTEGRITY, 502),
    /** Nothing trusted tells what the bytes must be. */
    NO_EXPECTATION(ErrorKind.INTEGRITY, 502),
    /** The disk is full. */
    STORE_FULL(ErrorKind.CAPACITY, 507),
    /** Too many requests are under way. */
    OVERLOADED(ErrorKind.CAPACITY, 503),
    /** A fault of ours. */
    INTERNAL(ErrorKind.INTERNAL, 500);

    private final ErrorKind kind;
    private final int status;

    FetchVerifyError(ErrorKind kind, int status) {
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
}
