package dev.granary.local.component;

import dev.granary.local.process.Launch;

/** One server of the stack. */
public interface Component {
    /** The name in {@code status}, {@code logs} and messages. */
    String name();

    /** The TCP port that it listens on. */
    int port();

    /**
     * Writes what the server needs and tells how to start it; called before every start, also after a crash.
     *
     * @throws dev.granary.kernel.GranaryException COMPONENT_FAILED, NOT_BUILT or DATA_UNUSABLE, with the reason
     */
    Launch prepare();

    /** Asks the running server, within two seconds, whether it does its work. */
    Readiness probe();
}
