package dev.granary.libp2p.host;

import dev.granary.libp2p.assembly.StandardHostBuilder;
import dev.granary.libp2p.identity.PrivateKey;

class TcpNoiseHostTest extends HostConformance {
    @Override
    protected StandardHostBuilder shape(StandardHostBuilder builder, PrivateKey key) {
        return builder.noise().listenAt("/ip4/127.0.0.1/tcp/0");
    }
}
