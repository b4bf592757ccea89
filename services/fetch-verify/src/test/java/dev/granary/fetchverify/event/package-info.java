/** A memory twin of the outbox, and what every outbox must do. */
@NullMarked
package dev.granary.fetchverify.event;

import org.jspecify.annotations.NullMarked;
