/**
 * What peers are worth to a mesh: a score for each, made of what it delivered and what it did wrong, and a gate that lets
 * little through from those who flood us while we are overloaded.
 *
 * <p>Confined to one owner; time, in nanoseconds of any origin, is an argument. A bad score outlives the connection, so
 * that nobody gets rid of it by coming back.
 */
@NullMarked
package dev.granary.libp2p.pubsub.score;

import org.jspecify.annotations.NullMarked;
