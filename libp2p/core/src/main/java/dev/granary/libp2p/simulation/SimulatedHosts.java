package dev.granary.libp2p.simulation;

import dev.granary.libp2p.host.Host;
import dev.granary.libp2p.host.HostBuilder;
import dev.granary.libp2p.host.HostLimits;
import dev.granary.libp2p.host.HostObserver;
import dev.granary.libp2p.identify.Identify;
import dev.granary.libp2p.identify.IdentifySettings;
import dev.granary.libp2p.identity.PrivateKey;
import java.util.function.Consumer;

/**
 * Puts hosts on a simulated network: the same as on a real one, with all that concerns connections, streams, limits and
 * identify, save that their transport brings connections that are secured and multiplexed.
 */
public final class SimulatedHosts {
    private final SimulatedNetwork network;
    private final HostLimits limits;
    private final IdentifySettings identify;
    private final HostObserver observer;
    private final SharedRecords records = new SharedRecords();

    /** @param bugs is told what handlers and listeners of hosts have thrown */
    public SimulatedHosts(
            SimulatedNetwork network, HostLimits limits, IdentifySettings identify, Consumer<Throwable> bugs) {
        this.network = network;
        this.limits = limits;
        this.identify = identify;
        this.observer = new HostObserver() {
            @Override
            public void bug(Throwable thrown) {
                bugs.accept(thrown);
            }
        };
    }

    /** A host that has not been started yet. One that can't be dialled listens nowhere. */
    public SimulatedHost join(PrivateKey key, Endpoint.Attachment attachment) {
        Endpoint endpoint = network.join(key.publicKey(), attachment);
        HostBuilder builder = new HostBuilder(key, endpoint.loop())
                .transport(network.transport(endpoint))
                .limits(limits)
                .observer(observer);
        if (attachment.reachable()) {
            builder.listenAt(attachment.address());
        }
        Host host = builder.build();
        return new SimulatedHost(endpoint, host, Identify.on(host, key, identify, records));
    }
}
