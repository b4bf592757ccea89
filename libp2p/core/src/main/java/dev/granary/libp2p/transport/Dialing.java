package dev.granary.libp2p.transport;

import java.util.concurrent.CompletionStage;

/** A dial on its way. */
public interface Dialing {
    /** The connection, completed on its loop, or the {@code P2pException} why there is none. */
    CompletionStage<Link> result();

    /** Gives up: what was opened is closed, and a result that is not there yet fails with {@code CANCELLED}. */
    void cancel();
}
