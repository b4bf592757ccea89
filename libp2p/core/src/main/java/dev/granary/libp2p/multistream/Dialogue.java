package dev.granary.libp2p.multistream;

import dev.granary.libp2p.P2pError;

/**
 * One side of a negotiation: what to say first, and what to do about each message of the other side, of which the first is
 * the header.
 */
interface Dialogue {
    Step next(String message);

    /** What a message leads to. */
    sealed interface Step {
        /** Wait for the next message. */
        record Await() implements Step {}

        /** Say this, and wait. */
        record Say(String message) implements Step {}

        /** Both sides have agreed; the other one knows. */
        record Agreed(String protocol) implements Step {}

        /** Say this, which is the agreement. */
        record Accept(String protocol) implements Step {}

        /** It comes to nothing. */
        record Fail(P2pError error, String detail) implements Step {}
    }

    /** Knows the header, which came first, and reads over one repetition of it. */
    final class HeaderCheck {
        private int seen;

        /** Whether {@code message} is a header that may stand here. */
        boolean passes(String message) {
            if (message.equals(Message.HEADER) && seen < 2) {
                seen++;
                return true;
            }
            return false;
        }

        boolean isRepeated() {
            return seen > 1;
        }
    }
}
