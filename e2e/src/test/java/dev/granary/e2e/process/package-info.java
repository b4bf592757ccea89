/** Runs commands and keeps what they say. */
@NullMarked
package dev.granary.e2e.process;

import org.jspecify.annotations.NullMarked;
