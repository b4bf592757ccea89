package dev.granary.libp2p.kad;

import dev.granary.libp2p.P2pException;
import dev.granary.libp2p.kad.wire.KadMessage;

/** Learns what became of a message. Exactly one of its methods is called, once, on the host's loop. */
interface Reply {
    /**
     * The peer has answered; or has been sent a message that nobody answers.
     *
     * @param answer for such a message, the message itself
     * @param group the address group of the connection
     */
    void answered(KadMessage answer, long group);

    void failed(P2pException why);
}
