/** Our host against peers that we did not write, and these against each other to prove the tests themselves. */
@NullMarked
package dev.granary.libp2p.interop;

import org.jspecify.annotations.NullMarked;
