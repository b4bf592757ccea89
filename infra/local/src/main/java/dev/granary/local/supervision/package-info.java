/**
 * Decides when each component of the stack is started, asked, restarted and stopped.
 *
 * <p>{@link Supervision} is asked what to do {@code next(now)} and told what happened; it starts no process, opens no
 * socket and reads no clock. Components come up as soon as those they come after are ready, and go down in the reverse
 * order. While the stack comes up for the first time, a required component that fails for good ends it; from then on a
 * component that dies is started again for as long as it takes, after ever longer pauses. Confined to one thread.
 */
@NullMarked
package dev.granary.local.supervision;

import org.jspecify.annotations.NullMarked;
