package dev.granary.libp2p.transport.memory;

import dev.granary.libp2p.multiformats.Multiaddr;
import dev.granary.libp2p.stream.memory.MemoryLink;
import dev.granary.libp2p.testkit.Deadline;
import dev.granary.libp2p.transport.Transport;
import dev.granary.libp2p.transport.TransportConformance;
import dev.granary.libp2p.transport.netty.NettyLoops;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MemoryTransportTest extends TransportConformance {
    private final NettyLoops loops = NettyLoops.portable(2);
    private final Transport transport = new MemoryTransport(new MemoryNetwork(MemoryLink.DIRECT), loops::next);

    @AfterAll
    void end() {
        Deadline.result(loops.close());
    }

    @Override
    protected Transport transport() {
        return transport;
    }

    @Override
    protected Multiaddr anyAddress() {
        return Multiaddr.parse("/memory/0");
    }

    @Override
    protected Multiaddr deadAddress() {
        return Multiaddr.parse("/memory/1");
    }
}
