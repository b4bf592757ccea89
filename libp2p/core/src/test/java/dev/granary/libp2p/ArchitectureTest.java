package dev.granary.libp2p;

import dev.granary.architecture.Layout;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    @Test
    void everyRuleHolds() {
        Layout.of("dev.granary.libp2p")
                .withLibraries("org.bouncycastle..")
                .withAdapters("mdns", "tls", "transport.netty", "transport.tcp", "transport.quic", "assembly")
                .rules()
                .check();
    }
}
