/**
 * Moves events from the outbox to where they belong, one thread a destination. A destination that is away costs nothing
 * but waiting: events stay in the outbox, and requests never notice.
 */
@NullMarked
package dev.granary.fetchverify.relay;

import org.jspecify.annotations.NullMarked;
