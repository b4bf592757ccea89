/**
 * Puts hosts together from the parts of this module, as most programs want them. Whoever wants it otherwise uses
 * {@link dev.granary.libp2p.host.HostBuilder}.
 */
@NullMarked
package dev.granary.libp2p.assembly;

import org.jspecify.annotations.NullMarked;
