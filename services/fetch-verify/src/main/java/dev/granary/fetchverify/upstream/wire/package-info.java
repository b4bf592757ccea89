/**
 * Bytes, names and certificates: one request and its answer, carried between an event loop and the virtual thread that
 * waits for it.
 *
 * <p>Event loops only move bytes into a bounded window per transfer and never wait. Whether a request may be sent, and
 * what its answer means, is decided by the package above.
 */
@NullMarked
package dev.granary.fetchverify.upstream.wire;

import org.jspecify.annotations.NullMarked;
