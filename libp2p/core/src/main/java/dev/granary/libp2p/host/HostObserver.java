package dev.granary.libp2p.host;

import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.multiformats.Multiaddr;
import dev.granary.libp2p.stream.Closing;
import java.time.Duration;

/**
 * Counts and traces what a host does. Called on any loop, often, and by what remotes do: it must be quick, and whatever
 * it writes down is its own to limit.
 */
public interface HostObserver {
    /** Watches nothing. */
    HostObserver NONE = new HostObserver() {};

    /**
     * Steps between two hosts that know nothing of each other and two that may open streams. A step that is taken together
     * with the next one is not told; one that a second try takes again is told again.
     */
    enum Step {
        REACHED,
        PROTECTED,
        SECURITY_AGREED,
        SECURED,
        MUXER_AGREED,
        READY
    }

    /** A dial of one address has begun. {@code attempt} tells attempts of one host apart, in both directions. */
    default void dialling(long attempt, Multiaddr address) {}

    /** A remote has knocked. */
    default void arrived(long attempt, Multiaddr address) {}

    /** An attempt has come so far, {@code since} it began. */
    default void passed(long attempt, Step step, Duration since) {}

    /** An attempt has led to a connection. */
    default void opened(long attempt, Connection connection) {}

    /** An attempt has led to nothing. */
    default void failed(long attempt, P2pError error, Duration since) {}

    default void closed(Connection connection, Closing closing) {}

    default void streamOpened(Connection connection, String protocol, boolean inbound) {}

    default void streamClosed(Connection connection, String protocol, Closing closing) {}

    /** A stream ended before its sides agreed on a protocol. */
    default void streamFailed(Connection connection, P2pError error, boolean inbound) {}

    /** A handler or listener of the program threw: a bug that the host has survived. */
    default void bug(Throwable thrown) {}
}
