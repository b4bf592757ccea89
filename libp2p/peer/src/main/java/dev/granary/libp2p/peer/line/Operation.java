package dev.granary.libp2p.peer.line;

import java.util.Map;

/** Something that a peer can be asked for. Runs on a virtual thread of its own and may block. */
@FunctionalInterface
public interface Operation {
    /**
     * Does it.
     *
     * @return the fields of the answer
     * @throws InterruptedException when the time for it is over
     */
    Map<String, ?> run(Request request) throws Refusal, InterruptedException;
}
