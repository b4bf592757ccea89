package dev.granary.local;

import dev.granary.kernel.ErrorCode;
import dev.granary.kernel.ErrorKind;

/** The ways in which the local stack fails to do what it was told. */
public enum LocalError implements ErrorCode {
    /** The command line makes no sense. */
    USAGE_WRONG(ErrorKind.CALLER),
    /** A setting is missing, misspelt or out of range. */
    SETTINGS_INVALID(ErrorKind.CALLER),
    /** The data folder is held by a stack that runs. */
    ALREADY_RUNNING(ErrorKind.CALLER),
    /** The address that was asked for is taken or is not this machine's. */
    ADDRESS_UNUSABLE(ErrorKind.CALLER),
    /** The data folder can't be read or written, or its disk is full. */
    DATA_UNUSABLE(ErrorKind.DEPENDENCY),
    /** A file of the build is missing. */
    NOT_BUILT(ErrorKind.DEPENDENCY),
    /** A component can't be prepared, started or made ready. */
    COMPONENT_FAILED(ErrorKind.DEPENDENCY),
    /** An upstream can't be taken from a client's configuration. */
    DISCOVERY_FAILED(ErrorKind.DEPENDENCY);

    private final ErrorKind kind;

    LocalError(ErrorKind kind) {
        this.kind = kind;
    }

    @Override
    public ErrorKind kind() {
        return kind;
    }
}
