package dev.granary.libp2p.interop;

import dev.granary.libp2p.interop.process.PeerProgram;

class JavaGoMatrixIT extends TransportMatrix {
    JavaGoMatrixIT() {
        super(PeerProgram.JAVA, PeerProgram.GO);
    }
}
