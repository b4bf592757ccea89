/**
 * How far each source of bytes, an upstream or a peer, can be relied on, and why.
 *
 * <p>{@code artifact.fetched} events become {@code evidence}; {@code score} turns evidence into the seed's score and the
 * hardened one, each with its reasons; {@code ledger} keeps both and decides when a score is published. These three are
 * plain Java. {@code kafka}, {@code postgres}, {@code http} and {@code config} connect them to the world.
 *
 * <p>A score chooses who is asked first. It never decides what is believed.
 */
@NullMarked
package dev.granary.reputation;

import org.jspecify.annotations.NullMarked;
