package dev.granary.libp2p.peer;

import dev.granary.libp2p.assembly.StandardHost;
import dev.granary.libp2p.host.Host;
import dev.granary.libp2p.identify.Identify;
import dev.granary.libp2p.peer.line.Refusal;
import dev.granary.libp2p.peer.traffic.Abort;
import dev.granary.libp2p.peer.traffic.Echo;
import dev.granary.libp2p.peer.traffic.Perf;
import dev.granary.libp2p.ping.Ping;
import dev.granary.libp2p.transport.netty.NettyLoops;
import java.util.List;
import java.util.Optional;

/** A started host with the protocols that a scripted peer serves. */
record RunningHost(StandardHost all, Optional<Topics> topics) {
    /** What it calls itself. */
    static final String AGENT = "granary-libp2p-peer";

    static RunningHost start(HostSetup setup, Echo echo, NettyLoops loops) throws Refusal, InterruptedException {
        StandardHost host = setup.build(loops, AGENT);
        RunningHost started = new RunningHost(host, setup.pubsub() ? Optional.of(Topics.on(host, setup)) : Optional.empty());
        started.host().handle(Echo.PROTOCOL, echo);
        started.host().handle(Abort.PROTOCOL, new Abort());
        started.host().handle(Perf.PROTOCOL, new Perf());
        Waiting.on(started.host().start());
        return started;
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
