package dev.granary.libp2p.interop;

import dev.granary.libp2p.interop.process.PeerProgram;

class JavaJavaMatrixIT extends TransportMatrix {
    JavaJavaMatrixIT() {
        super(PeerProgram.JAVA, PeerProgram.JAVA);
    }
}
