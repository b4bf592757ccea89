/**
 * Finds the registries that the installed clients use: Granary has no address built in.
 *
 * <p>One {@link ClientRegistry} per client program. What it finds is pinned in the data folder, so that a client which
 * was pointed at Granary itself does not make the mirror its own upstream.
 */
@NullMarked
package dev.granary.local.discovery;

import org.jspecify.annotations.NullMarked;
