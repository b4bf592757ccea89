package dev.granary.libp2p.multistream;

import dev.granary.libp2p.P2pError;

/** One side of a negotiation: what to say first, and what to do about each message of the other side. */
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

    /** Reads over the header, which must come first, and over one repetition of it. */
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

        boolean isMissing() {
            return seen == 0;
        }
    }

    Step.Fail NO_HEADER = new Step.Fail(P2pError.PROTOCOL_VIOLATION, "The remote does not speak multistream 1.0.");
}
