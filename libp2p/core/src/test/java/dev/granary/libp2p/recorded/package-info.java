/**
 * Conversations with peers that we did not write, recorded once and replayed in every build: our side has the same secrets
 * each time, so what the remote encrypted for it can be read again.
 */
@NullMarked
package dev.granary.libp2p.recorded;

import org.jspecify.annotations.NullMarked;
