/**
 * Agrees on the protocol that a stream or connection speaks: multistream-select 1.0.
 *
 * <p>What the two sides say is decided by two pure dialogues; {@link dev.granary.libp2p.multistream.MultistreamSelect} runs
 * them on any byte stream. No byte behind the agreement is ever consumed, and none is waited for: proposals and the first
 * data travel in one write where only one protocol is on offer.
 */
@NullMarked
package dev.granary.libp2p.multistream;

import org.jspecify.annotations.NullMarked;
