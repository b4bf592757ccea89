package dev.granary.libp2p.kad.wire;

import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.P2pException;

/** What a message asks for. */
public enum MessageType {
    /** Keep this record. Answered by an echo. */
    PUT_VALUE(0),
    /** The record of a key, and peers nearer to it. */
    GET_VALUE(1),
    /** The sender has what the key names. Never answered. */
    ADD_PROVIDER(2),
    /** Who has what the key names, and peers nearer to it. */
    GET_PROVIDERS(3),
    /** The peers nearest to a key. */
    FIND_NODE(4),
    /** Out of use, since connections have a ping of their own; answered by an echo. */
    PING(5);

    private static final MessageType[] ALL = values();

    private final int number;

    MessageType(int number) {
        this.number = number;
    }

    /** As it is on the wire. */
    int number() {
        return number;
    }

    /** The type with this number. */
    static MessageType ofNumber(int number) throws P2pException {
        if (number < 0 || number >= ALL.length) {
            throw new P2pException(P2pError.MALFORMED, "A DHT message is of no known type: " + number + ".");
        }
        return ALL[number];
    }
}
