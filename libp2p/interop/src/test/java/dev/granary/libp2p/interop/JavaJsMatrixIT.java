package dev.granary.libp2p.interop;

import dev.granary.libp2p.interop.process.PeerProgram;

class JavaJsMatrixIT extends TransportMatrix {
    JavaJsMatrixIT() {
        super(PeerProgram.JAVA, PeerProgram.JS);
    }
}
