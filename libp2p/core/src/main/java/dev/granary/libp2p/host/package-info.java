/**
 * A peer of a libp2p network: its connections, the streams on them, and who may do what.
 *
 * <p>{@link dev.granary.libp2p.host.Host} is the door for programs and may be used from any thread. Behind it each
 * connection is confined to its own loop; what concerns all of them is confined to the host's one.
 */
@NullMarked
package dev.granary.libp2p.host;

import org.jspecify.annotations.NullMarked;
