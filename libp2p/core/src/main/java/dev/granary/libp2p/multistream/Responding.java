package dev.granary.libp2p.multistream;

import dev.granary.libp2p.P2pError;
import java.util.function.Predicate;

/**
 * The side that accepts the first proposal that it supports. The question for a list of all protocols is answered like a
 * protocol that is not there: nobody needs the list, and it would tell strangers what runs here.
 */
final class Responding implements Dialogue {
    /** More than any program has protocols to propose on one stream. */
    private static final int MOST_PROPOSALS = 100;

    private final HeaderCheck header = new HeaderCheck();
    private final Predicate<String> supported;
    private int proposals;

    Responding(Predicate<String> supported) {
        this.supported = supported;
    }

    @Override
    public Step next(String message) {
        if (header.passes(message)) {
            return header.isRepeated() ? new Step.Await() : new Step.Say(Message.HEADER);
        }
        if (!message.equals(Message.LIST) && supported.test(message)) {
            return new Step.Accept(message);
        }
        if (++proposals == MOST_PROPOSALS) {
            return new Step.Fail(P2pError.LIMIT, "The remote proposed too many protocols.");
        }
        return new Step.Say(Message.NOT_AVAILABLE);
    }
}
