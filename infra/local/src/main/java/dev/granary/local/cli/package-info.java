/**
 * The commands {@code up}, {@code status}, {@code logs} and {@code down}. Exit codes: 0 done, 1 not done (a sentence on
 * the error stream says why), 2 the command line makes no sense.
 */
@NullMarked
package dev.granary.local.cli;

import org.jspecify.annotations.NullMarked;
