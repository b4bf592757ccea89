/** libp2p over TCP: {@code /ip4/../tcp/..} and {@code /ip6/../tcp/..}. */
@NullMarked
package dev.granary.libp2p.transport.tcp;

import org.jspecify.annotations.NullMarked;
