package dev.granary.libp2p.kad;

import dev.granary.libp2p.kad.wire.KadMessage;

/** A message that is to be sent. */
final class Request {
    private final KadMessage message;
    private final boolean answered;
    private final Reply reply;
    private boolean retried;

    /** @param answered whether an answer is expected */
    Request(KadMessage message, boolean answered, Reply reply) {
        this.message = message;
        this.answered = answered;
        this.reply = reply;
    }

    KadMessage message() {
        return message;
    }

    boolean isAnswered() {
        return answered;
    }

    Reply reply() {
        return reply;
    }

    /** Whether this is the first time that it is tried anew. */
    boolean mayRetry() {
        boolean first = !retried;
        retried = true;
        return first;
    }
}
