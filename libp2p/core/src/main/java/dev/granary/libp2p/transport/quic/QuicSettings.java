package dev.granary.libp2p.transport.quic;

import java.time.Duration;

/**
 * Bounds of each connection.
 *
 * @param streams that the remote may have open
 * @param streamWindow bytes of a stream that may wait for their reader, in the library's hands and once more in ours
 * @param connectionWindow bytes of all its streams that may wait for their readers, in the library's hands and once more in
 *     ours
 * @param idle after which a connection without a packet is over
 * @param keepAlive after which something is sent for it to live on
 * @param handshake the longest that one may take
 * @param unverified handshakes at once, above which remotes have to prove their address first
 */
public record QuicSettings(
        int streams,
        long streamWindow,
        long connectionWindow,
        Duration idle,
        Duration keepAlive,
        Duration handshake,
        int unverified) {
    private static final long MEBIBYTE = 1 << 20;

    public static final QuicSettings STANDARD = new QuicSettings(
            256,
            10 * MEBIBYTE,
            15 * MEBIBYTE,
            Duration.ofSeconds(30),
            Duration.ofSeconds(15),
            Duration.ofSeconds(15),
            64);

    public QuicSettings {
        if (streams < 1 || streamWindow < 1 || connectionWindow < streamWindow || unverified < 0) {
            throw new IllegalArgumentException("need room for one stream at least");
        }
        if (!keepAlive.isPositive() || keepAlive.compareTo(idle) >= 0 || !handshake.isPositive()) {
            throw new IllegalArgumentException("need 0 < keep-alive < idle: " + keepAlive + ", " + idle);
        }
    }
}
