package dev.granary.libp2p.host;

import dev.granary.libp2p.assembly.StandardHostBuilder;
import dev.granary.libp2p.identity.PrivateKey;

class QuicHostTest extends HostConformance {
    @Override
    protected StandardHostBuilder shape(StandardHostBuilder builder, PrivateKey key) {
        return builder.tcp(false).quic(true).listenAt("/ip4/127.0.0.1/udp/0/quic-v1");
    }
}
