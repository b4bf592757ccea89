/**
 * How much of us others may use: counts and memory in nested scopes, connections per part of the address space, who may
 * connect at all, and which connections go when there are too many.
 */
@NullMarked
package dev.granary.libp2p.limits;

import org.jspecify.annotations.NullMarked;
