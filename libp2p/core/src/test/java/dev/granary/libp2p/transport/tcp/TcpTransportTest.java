package dev.granary.libp2p.transport.tcp;

import dev.granary.libp2p.multiformats.Multiaddr;
import dev.granary.libp2p.testkit.Deadline;
import dev.granary.libp2p.transport.Transport;
import dev.granary.libp2p.transport.TransportConformance;
import dev.granary.libp2p.transport.netty.NettyLoops;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TcpTransportTest extends TransportConformance {
    private final NettyLoops loops = loops();
    private final Transport transport = new TcpTransport(loops);

    NettyLoops loops() {
        return NettyLoops.of(2);
    }

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
        return Multiaddr.parse("/ip4/127.0.0.1/tcp/0");
    }

    @Override
    protected Multiaddr deadAddress() {
        return Multiaddr.parse("/ip4/127.0.0.1/tcp/1");
    }

    /** The buffers of two sockets, which the system sizes as it likes. */
    @Override
    protected int mostUnread() {
        return 8 * 1024 * 1024;
    }
}
