/**
 * One stack in its folder: what is in it, who holds it, and the loop that performs what {@code supervision} decides.
 *
 * <p>{@link Supervisor} owns all processes; its loop is one thread with a bounded mailbox. Everything that another
 * process may want to know is a file that is replaced as a whole: {@code run/state}, {@code run/processes},
 * {@code run/ports} and {@code endpoints.json}.
 */
@NullMarked
package dev.granary.local.stack;

import org.jspecify.annotations.NullMarked;
