/** The thread and the clock that a connection and its protocols live on. */
@NullMarked
package dev.granary.libp2p.loop;

import org.jspecify.annotations.NullMarked;
