/**
 * How a host reaches the network: what dials and listens, without saying over what. Implementations lie in the packages
 * below; the host knows this one only.
 */
@NullMarked
package dev.granary.libp2p.transport;

import org.jspecify.annotations.NullMarked;
