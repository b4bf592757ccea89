package dev.granary.libp2p.transport.tcp;

import dev.granary.libp2p.transport.netty.NettyLoops;

/** The same on the event loops of the JDK, which every system has. */
class PortableTcpTransportTest extends TcpTransportTest {
    @Override
    NettyLoops loops() {
        return NettyLoops.portable(2);
    }
}
