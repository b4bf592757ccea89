package dev.granary.libp2p.yamux;

import java.time.Duration;

/**
 * Limits of one connection.
 *
 * @param largestWindow bytes that a stream's window may grow to
 * @param windowBudget bytes by which all windows of the connection together may exceed their first size
 * @param mostInbound streams that the remote may have open at once
 * @param mostOutbound streams that we may have open at once
 * @param writeBuffer bytes written to one stream and not sent yet, from which on its writer is asked to wait
 * @param keepAlive time between pings; a connection on which nothing came for twice as long is given up
 */
public record YamuxSettings(
        int largestWindow, long windowBudget, int mostInbound, int mostOutbound, int writeBuffer, Duration keepAlive) {
    /** The window that each stream begins with in either direction; fixed by the protocol. */
    static final int FIRST_WINDOW = 256 * 1024;

    private static final int MEBIBYTE = 1024 * 1024;
    private static final int USUAL_STREAMS = 1000;

    /** What suits a host with many connections. */
    public static final YamuxSettings USUAL = new YamuxSettings(
            16 * MEBIBYTE, 64L * MEBIBYTE, USUAL_STREAMS, USUAL_STREAMS, FIRST_WINDOW, Duration.ofSeconds(30));

    public YamuxSettings {
        if (largestWindow < FIRST_WINDOW || windowBudget < 0 || writeBuffer < 1 || !keepAlive.isPositive()) {
            throw new IllegalArgumentException("windows of at least 256 KiB, a budget, a buffer and a time are needed");
        }
        if (mostInbound < 0 || mostOutbound < 0) {
            throw new IllegalArgumentException("a number of streams is negative");
        }
    }

    /** These settings with other numbers of streams. */
    public YamuxSettings withStreams(int inbound, int outbound) {
        return new YamuxSettings(largestWindow, windowBudget, inbound, outbound, writeBuffer, keepAlive);
    }
}
