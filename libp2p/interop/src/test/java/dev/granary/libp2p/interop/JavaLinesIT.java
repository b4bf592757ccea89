package dev.granary.libp2p.interop;

import dev.granary.libp2p.interop.process.PeerProgram;

class JavaLinesIT extends JsonLinesConformance {
    JavaLinesIT() {
        super(PeerProgram.JAVA);
    }
}
