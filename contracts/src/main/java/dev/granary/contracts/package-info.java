/**
 * The names of what services say to each other: topics and message headers. The messages themselves are generated into
 * {@code dev.granary.contracts.v1}.
 */
@NullMarked
package dev.granary.contracts;

import org.jspecify.annotations.NullMarked;
