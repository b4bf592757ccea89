/**
 * The components of the stack: how each is prepared, started and asked whether it is ready.
 *
 * <p>Everything here blocks for a bounded time and is called by one thread per component. A component holds no process:
 * whoever starts it, the supervisor or a test, owns that.
 */
@NullMarked
package dev.granary.local.component;

import org.jspecify.annotations.NullMarked;
