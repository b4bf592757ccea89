/**
 * The JSON lines of {@code PROTOCOL.md}, whatever the operations are: bounded lines, requests that run at the same time,
 * exactly one answer for each.
 *
 * <p>{@link dev.granary.libp2p.peer.line.LineReader} cuts the input, {@link dev.granary.libp2p.peer.line.RequestLines} turns
 * lines into requests, runs each on a virtual thread of its own, and writes the answers.
 */
@NullMarked
package dev.granary.libp2p.peer.line;

import org.jspecify.annotations.NullMarked;
