/**
 * libp2p for Java.
 *
 * <p>Protocols are plain Java that is given bytes, time and randomness; what talks to sockets lies in {@code transport},
 * {@code tls} and {@code mdns} alone. Each connection is confined to one {@link dev.granary.libp2p.loop.Loop}, so nothing
 * here takes a lock. The same code runs on sockets, on pipes in memory and on a virtual clock.
 */
@NullMarked
package dev.granary.libp2p;

import org.jspecify.annotations.NullMarked;
