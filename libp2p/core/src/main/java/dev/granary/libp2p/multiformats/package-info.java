/**
 * Self-describing values that libp2p is spelled in: unsigned varints, hashes, bases, addresses and the ids of peers.
 *
 * <p>Everything here is an immutable value. {@code decode} reads what a remote sent and fails with a {@link
 * dev.granary.libp2p.P2pException}; {@code parse} reads what a program or its configuration says and fails with an {@link
 * IllegalArgumentException}. Nothing is allocated before its length was held against a bound.
 */
@NullMarked
package dev.granary.libp2p.multiformats;

import org.jspecify.annotations.NullMarked;
