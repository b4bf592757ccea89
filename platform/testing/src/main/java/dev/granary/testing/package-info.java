/**
 * Hand-written doubles that tests of every module share: time and randomness to hold in the hand, the conformance data,
 * archives, and gates that make a race wait.
 *
 * <p>Doubles of the network live in {@code http}, a registry made of packages built in memory in {@code npm}. Everything
 * listens on loopback only, is bounded, and ends with {@code close()}.
 */
@NullMarked
package dev.granary.testing;

import org.jspecify.annotations.NullMarked;
