package dev.granary.libp2p.peer.line;

import dev.granary.libp2p.P2pException;
import java.io.Serial;
import java.util.Locale;

/** Why a request is not done: one of the codes of {@code PROTOCOL.md}, and a sentence. */
public final class Refusal extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    private final String code;

    public Refusal(String code, String detail) {
        super(detail);
        this.code = code;
    }

    private Refusal(String code, String detail, Throwable cause) {
        super(detail, cause);
        this.code = code;
    }

    /** A failure of the host's; its code is the error's name. */
    public static Refusal of(P2pException failure) {
        String code =
                switch (failure.error()) {
                    case REMOTE_RESET -> "reset";
                    default -> failure.error().name().toLowerCase(Locale.ROOT);
                };
        return new Refusal(code, String.valueOf(failure.getMessage()), failure);
    }

    /** A request that makes no sense. */
    public static Refusal badRequest(String detail) {
        return new Refusal("bad_request", detail);
    }

    public String code() {
        return code;
    }
}
