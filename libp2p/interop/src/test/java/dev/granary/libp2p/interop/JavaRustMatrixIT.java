package dev.granary.libp2p.interop;

import dev.granary.libp2p.interop.process.PeerProgram;

class JavaRustMatrixIT extends TransportMatrix {
    JavaRustMatrixIT() {
        super(PeerProgram.JAVA, PeerProgram.RUST);
    }
}
