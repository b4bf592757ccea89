/**
 * What pubsub peers say to each other, as it is on the wire: read under limits that hold before anything is built, written
 * piece by piece so that one encoded message serves all its receivers, signed and verified.
 */
@NullMarked
package dev.granary.libp2p.pubsub.wire;

import org.jspecify.annotations.NullMarked;
