package dev.granary.libp2p.host;

import dev.granary.libp2p.limits.Gater;
import dev.granary.libp2p.loop.Loop;
import dev.granary.libp2p.multiformats.Multiaddr;
import dev.granary.libp2p.multiformats.PeerId;
import dev.granary.libp2p.security.Security;
import dev.granary.libp2p.stream.ByteStream;
import dev.granary.libp2p.transport.NameResolver;
import dev.granary.libp2p.transport.Transport;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What a {@link HostBuilder} was given. */
record Parts(
        PeerId self,
        Loop loop,
        List<Transport> transports,
        List<Security> securities,
        List<Muxer> muxers,
        List<Multiaddr> listenAddresses,
        NameResolver names,
        Optional<UnaryOperator<ByteStream>> protection,
        HostLimits limits,
        Gater gater,
        HostObserver observer) {
    /** These parts without the security that is preferred; empty when it is the only one. */
    Optional<Parts> withNextSecurity() {
        return securities.size() < 2
                ? Optional.empty()
                : Optional.of(new Parts(
                        self,
                        loop,
                        transports,
                        securities.subList(1, securities.size()),
                        muxers,
                        listenAddresses,
                        names,
                        protection,
                        limits,
                        gater,
                        observer));
    }
}
