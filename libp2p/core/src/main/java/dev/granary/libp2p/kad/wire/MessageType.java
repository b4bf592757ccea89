package dev.granary.libp2p.kad.wire;

import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.P2pException;

/** What a message asks for. The order is that of the numbers on the wire. */
public enum MessageType {
    /** Keep this record. Answered by an echo. */
    PUT_VALUE,
    /** The record of a key, and peers nearer to it. */
    GET_VALUE,
    /** The sender has what the key names. Never answered. */
    ADD_PROVIDER,
    /** Who has what the key names, and peers nearer to it. */
    GET_PROVIDERS,
    /** The peers nearest to a key. */
    FIND_NODE,
    /** Out of use, since connections have a ping of their own; answered by an echo. */
    PING;

    private static final MessageType[] ALL = values();

    /** The type with this number. */
    static MessageType ofNumber(int number) throws P2pException {
        if (number < 0 || number >= ALL.length) {
            throw new P2pException(P2pError.MALFORMED, "A DHT message is of no known type: " + number + ".");
        }
        return ALL[number];
    }
}
