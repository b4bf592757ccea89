package dev.granary.libp2p.testkit;

import dev.granary.libp2p.P2pException;

/** What may become of bytes that a remote made up: they are refused in the typed way, or they are good. */
public final class Refusal {
    private Refusal() {}

    /** A use of such bytes. */
    public interface Use {
        void run() throws P2pException;
    }

    /** Runs {@code use}; a typed refusal is fine, any other exception is a finding. */
    public static void orElse(Use use) {
        try {
            use.run();
        } catch (P2pException refused) {
            if (refused.detail().isEmpty()) {
                throw new AssertionError("a refusal says why", refused);
            }
        }
    }
}
