package dev.granary.libp2p.host;

import dev.granary.libp2p.identity.PrivateKey;
import dev.granary.libp2p.limits.Gater;
import dev.granary.libp2p.loop.Loop;
import dev.granary.libp2p.multiformats.Multiaddr;
import dev.granary.libp2p.security.Security;
import dev.granary.libp2p.stream.ByteStream;
import dev.granary.libp2p.transport.NameResolver;
import dev.granary.libp2p.transport.Transport;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Puts a {@link Host} together of its parts. Each list is in order of preference. */
public final class HostBuilder {
    private final PrivateKey key;
    private final Loop loop;
    private final List<Transport> transports = new ArrayList<>();
    private final List<Security> securities = new ArrayList<>();
    private final List<Muxer> muxers = new ArrayList<>();
    private final List<Multiaddr> listenAddresses = new ArrayList<>();
    private Optional<UnaryOperator<ByteStream>> protection = Optional.empty();
    private NameResolver names = NameResolver.NONE;
    private HostLimits limits = HostLimits.STANDARD;
    private Gater gater = Gater.OPEN;
    private HostObserver observer = HostObserver.NONE;

    /** @param loop of what concerns the whole host; connections live on the loops of their transports */
    public HostBuilder(PrivateKey key, Loop loop) {
        this.key = key;
        this.loop = loop;
    }

    public HostBuilder transport(Transport transport) {
        transports.add(transport);
        return this;
    }

    public HostBuilder security(Security security) {
        securities.add(security);
        return this;
    }

    public HostBuilder muxer(Muxer muxer) {
        muxers.add(muxer);
        return this;
    }

    public HostBuilder listenAt(Multiaddr address) {
        listenAddresses.add(address);
        return this;
    }

    /** Dials addresses that begin with a name, too. */
    public HostBuilder names(NameResolver resolver) {
        this.names = resolver;
        return this;
    }

    /** Makes the network private: {@code protection} goes round each connection before anything else. */
    public HostBuilder protection(UnaryOperator<ByteStream> protection) {
        this.protection = Optional.of(protection);
        return this;
    }

    public HostBuilder limits(HostLimits limits) {
        this.limits = limits;
        return this;
    }

    public HostBuilder gater(Gater gater) {
        this.gater = gater;
        return this;
    }

    public HostBuilder observer(HostObserver observer) {
        this.observer = observer;
        return this;
    }

    /**
     * Builds the host.
     *
     * @throws IllegalArgumentException when the parts do not fit together, in a sentence that says why
     */
    public Host build() {
        refuseUnprotected();
        for (Multiaddr address : listenAddresses) {
            if (transports.stream().noneMatch(transport -> transport.speaks(address))) {
                throw new IllegalArgumentException("No transport can listen at " + address + ".");
            }
        }
        return new SwarmHost(new Parts(
                key.publicKey().peerId(),
                loop,
                List.copyOf(transports),
                List.copyOf(securities),
                List.copyOf(muxers),
                List.copyOf(listenAddresses),
                names,
                protection,
                limits,
                gater,
                observer));
    }

    private void refuseUnprotected() {
        for (Transport transport : transports) {
            if (protection.isPresent() && !transport.canBePrivate()) {
                throw new IllegalArgumentException("A private network's key can't protect "
                        + transport.name()
                        + ", which would talk to anyone: leave out either the key or that transport.");
            }
        }
    }
}
