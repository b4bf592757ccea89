/** Starts, asks and stops a mirror by its own command. */
@NullMarked
package dev.granary.e2e.stack;

import org.jspecify.annotations.NullMarked;
