/** The door to the installed clients: asks each for its registry, and remembers the answers. */
@NullMarked
package dev.granary.local.client;

import org.jspecify.annotations.NullMarked;
