package dev.granary.libp2p.host;

import dev.granary.libp2p.assembly.StandardHostBuilder;
import dev.granary.libp2p.identity.PrivateKey;
import dev.granary.libp2p.stream.memory.MemoryLink;
import dev.granary.libp2p.transport.memory.MemoryNetwork;
import dev.granary.libp2p.transport.memory.MemoryTransport;

class MemoryHostTest extends HostConformance {
    private final MemoryNetwork network = new MemoryNetwork(MemoryLink.DIRECT);

    @Override
    protected StandardHostBuilder shape(StandardHostBuilder builder, PrivateKey key) {
        return builder.tcp(false)
                .transport(new MemoryTransport(network, loops()::next))
                .listenAt("/memory/0");
    }
}
