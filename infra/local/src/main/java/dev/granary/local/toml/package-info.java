/** Reads {@code granary.toml}; every complaint names the file and the line. */
@NullMarked
package dev.granary.local.toml;

import org.jspecify.annotations.NullMarked;
