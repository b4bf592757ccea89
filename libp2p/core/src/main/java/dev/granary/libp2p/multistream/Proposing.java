package dev.granary.libp2p.multistream;

import dev.granary.libp2p.P2pError;
import java.util.ArrayDeque;
import java.util.List;

/** The side that proposes, one protocol after the other. Header and first proposal are said at once, unasked. */
final class Proposing implements Dialogue {
    private final HeaderCheck header = new HeaderCheck();
    private final ArrayDeque<String> left;

    Proposing(List<String> protocols) {
        left = new ArrayDeque<>(protocols.stream().map(Message::checked).toList());
        if (left.isEmpty()) {
            throw new IllegalArgumentException("no protocol to propose");
        }
    }

    List<String> opening() {
        return List.of(Message.HEADER, left.element());
    }

    @Override
    public Step next(String message) {
        if (header.passes(message)) {
            return new Step.Await();
        }
        if (message.equals(left.element())) {
            return new Step.Agreed(message);
        }
        if (!message.equals(Message.NOT_AVAILABLE)) {
            return new Step.Fail(P2pError.PROTOCOL_VIOLATION, "The remote answered a proposal with something else.");
        }
        String refused = left.remove();
        return left.isEmpty()
                ? new Step.Fail(
                        P2pError.NOT_SUPPORTED, "The remote speaks none of what was proposed, last " + refused + ".")
                : new Step.Say(left.element());
    }
}
