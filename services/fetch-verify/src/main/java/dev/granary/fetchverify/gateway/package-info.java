/**
 * Leads one request through formats, policy, sources, verification and store.
 *
 * <p>Blocking code on virtual threads. The request threads only wait: a fetch runs on a thread of its own, so that a
 * client that leaves ends nobody's download. One fetch per file and per document is under way at a time. The path for
 * what is held and fresh never comes here: {@code http} serves it on the event loop.
 */
@NullMarked
package dev.granary.fetchverify.gateway;

import org.jspecify.annotations.NullMarked;
