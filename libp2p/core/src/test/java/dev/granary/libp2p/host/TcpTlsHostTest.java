package dev.granary.libp2p.host;

import dev.granary.libp2p.assembly.StandardHostBuilder;
import dev.granary.libp2p.identity.PrivateKey;

class TcpTlsHostTest extends HostConformance {
    @Override
    protected StandardHostBuilder shape(StandardHostBuilder builder, PrivateKey key) {
        return builder.tls().listenAt("/ip4/127.0.0.1/tcp/0");
    }
}
