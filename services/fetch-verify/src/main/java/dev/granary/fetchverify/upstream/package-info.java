/**
 * The only way out of the process to a registry: {@link dev.granary.fetchverify.source.UpstreamClient} on Vert.x.
 *
 * <p>Callers block on virtual threads; Vert.x's event loops only move bytes into a bounded window per transfer and never
 * wait. What is decided (allow list, address scopes, breaker, retries, minimum rate) is decided by the pure types of
 * {@code source}; here they meet sockets, names and clocks. No log line, span, exception or {@code toString} of this
 * package holds a credential or the query of an address.
 */
@NullMarked
package dev.granary.fetchverify.upstream;

import org.jspecify.annotations.NullMarked;
