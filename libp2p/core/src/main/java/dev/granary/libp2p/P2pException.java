package dev.granary.libp2p;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A failure of a connection, a stream or a request. Checked: whoever talks to peers decides what a failing one means. */
public final class P2pException extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    private final P2pError error;
    private final String detail;

    /** @param detail a sentence; may name what a peer sent only in bounded, printable form */
    public P2pException(P2pError error, String detail) {
        this(error, detail, null);
    }

    public P2pException(P2pError error, String detail, @Nullable Throwable cause) {
        super(detail, cause);
        this.error = error;
        this.detail = detail;
    }

    public P2pError error() {
        return error;
    }

    /** The message, which there always is. */
    public String detail() {
        return detail;
    }
}
