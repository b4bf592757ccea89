package dev.granary.libp2p.transport;

import dev.granary.libp2p.multiformats.Multiaddr;
import dev.granary.libp2p.multiformats.PeerId;
import java.time.Duration;
import java.util.Optional;

/**
 * Whom to dial where.
 *
 * @param expected the only peer to accept, for transports that prove it themselves
 * @param timeout after which the dial fails with {@code TIMEOUT}
 */
public record DialRequest(Multiaddr address, Optional<PeerId> expected, Duration timeout) {}
