package dev.granary.libp2p.assembly;

import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.P2pException;
import dev.granary.libp2p.discovery.Bootstrap;
import dev.granary.libp2p.discovery.FoundPeers;
import dev.granary.libp2p.host.Host;
import dev.granary.libp2p.mdns.MdnsDiscovery;
import dev.granary.libp2p.mdns.MdnsSettings;
import dev.granary.libp2p.multiformats.Multiaddr;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** How a host gets to know others without being asked to: neighbours, and the list that it begins with. */
final class Acquaintance {
    private final Host host;
    private final RandomGenerator random;
    private final Optional<MdnsSettings> mdns;
    private final Optional<MdnsDiscovery.Listener> listener;
    private final FoundPeers found;
    private final Bootstrap bootstrap;
    private @Nullable MdnsDiscovery discovery;

    /**
     * What was asked for.
     *
     * @param listener takes what mDNS finds; when there is none, it is dialled
     * @param bootstrap peers to be connected with
     */
    record Wishes(Optional<MdnsSettings> mdns, Optional<MdnsDiscovery.Listener> listener, List<Multiaddr> bootstrap) {}

    Acquaintance(Host host, Wishes wishes, RandomGenerator random) {
        this.host = host;
        this.random = random;
        this.mdns = wishes.mdns();
        this.listener = wishes.listener();
        this.found = new FoundPeers(host, FoundPeers.Settings.STANDARD);
        this.bootstrap = new Bootstrap(host, wishes.bootstrap(), Bootstrap.Settings.STANDARD, random);
    }

    CompletionStage<Void> start() {
        CompletableFuture<Void> started = new CompletableFuture<>();
        host.loop().execute(() -> {
            try {
                if (mdns.isPresent()) {
                    discovery = MdnsDiscovery.start(
                            host.loop(),
                            mdns.get(),
                            new MdnsDiscovery.Announced(host.peerId(), host::listenAddresses),
                            listener.orElse(found::found),
                            random);
                }
                bootstrap.start();
                started.complete(null);
            } catch (IOException e) {
                started.completeExceptionally(new P2pException(
                        P2pError.UNREACHABLE, "No network can be asked for neighbours: " + e.getMessage(), e));
            }
        });
        return started;
    }

    /** Ends before the host does, whose connections would else be missed and dialled again. */
    CompletionStage<Void> close() {
        CompletableFuture<Void> closed = new CompletableFuture<>();
        host.loop().execute(() -> {
            bootstrap.close();
            found.close();
            try {
                if (discovery != null) {
                    discovery.close();
                }
            } catch (IOException gone) {
                // a socket that can't be closed is closed
            }
            closed.complete(null);
        });
        return closed;
    }
}
