package dev.granary.libp2p.peer;

import dev.granary.libp2p.assembly.StandardHost;
import dev.granary.libp2p.host.Host;
import dev.granary.libp2p.identify.Identify;
import dev.granary.libp2p.multiformats.Multiaddr;
import dev.granary.libp2p.multiformats.PeerId;
import dev.granary.libp2p.peer.line.Refusal;
import dev.granary.libp2p.peer.traffic.Abort;
import dev.granary.libp2p.peer.traffic.Echo;
import dev.granary.libp2p.peer.traffic.Perf;
import dev.granary.libp2p.ping.Ping;
import dev.granary.libp2p.transport.netty.NettyLoops;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A started host with the protocols that a scripted peer serves.
 *
 * @param discovered neighbours that it has found, with what they say of themselves
 */
record RunningHost(
        StandardHost all, Map<PeerId, List<Multiaddr>> discovered, Optional<Topics> topics, Optional<Dht> dht) {
    /** What it calls itself. */
    static final String AGENT = "granary-libp2p-peer";

    /** Anybody in the network can make peers up. */
    private static final int MOST_DISCOVERED = 1_000;

    static RunningHost start(HostSetup setup, Echo echo, NettyLoops loops) throws Refusal, InterruptedException {
        Map<PeerId, List<Multiaddr>> discovered = new ConcurrentHashMap<>();
        StandardHost host = setup.build(loops, AGENT, (peer, addresses) -> note(discovered, peer, addresses));
        Optional<Topics> topics = setup.pubsub() ? Optional.of(Topics.on(host, setup)) : Optional.empty();
        Optional<Dht> dht = setup.dht().map(wanted -> Dht.on(host, wanted));
        RunningHost started = new RunningHost(host, discovered, topics, dht);
        started.dht().ifPresent(Dht::start);
        started.host().handle(Echo.PROTOCOL, echo);
        started.host().handle(Abort.PROTOCOL, new Abort());
        started.host().handle(Perf.PROTOCOL, new Perf());
        Waiting.on(started.all().start());
        return started;
    }

    private static void note(Map<PeerId, List<Multiaddr>> discovered, PeerId peer, List<Multiaddr> addresses) {
        if (discovered.size() < MOST_DISCOVERED || discovered.containsKey(peer)) {
            discovered.put(peer, addresses);
        }
    }

    Host host() {
        return all.host();
    }

    Ping ping() {
        return all.ping();
    }

    Identify identify() {
        return all.identify();
    }

    /** Where it listens, its id at the end. */
    List<String> addresses() {
        return ScriptedPeer.texts(host().listenAddresses().stream()
                .map(address -> address.withPeer(host().peerId()))
                .toList());
    }
}
