/**
 * Decides which addresses of a peer are dialled, in which order and when again. Nothing here dials, and time is an
 * argument.
 */
@NullMarked
package dev.granary.libp2p.dial;

import org.jspecify.annotations.NullMarked;
