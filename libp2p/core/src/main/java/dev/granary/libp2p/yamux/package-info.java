/**
 * Many streams on one secured connection: yamux ({@code /yamux/1.0.0}).
 *
 * <p>{@code YamuxSession}, {@code StreamState}, {@code ReceiveWindow} and {@code PingClock} decide; they see headers and
 * counts and never a payload. {@code YamuxConnection} and {@code YamuxStream} carry the bytes: a slice of what was received
 * goes to its stream's receiver, and what was written is cut into frames without a copy.
 *
 * <p>A stream is granted bytes only for bytes that its receiver has read. So a slow one holds at most its window, and no
 * other stream notices. Windows grow while a stream uses them up faster than the round trip allows, out of a budget that
 * all streams of a connection share.
 */
@NullMarked
package dev.granary.libp2p.yamux;

import org.jspecify.annotations.NullMarked;
