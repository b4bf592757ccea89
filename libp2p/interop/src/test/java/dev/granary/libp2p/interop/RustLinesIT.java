package dev.granary.libp2p.interop;

import dev.granary.libp2p.interop.process.PeerProgram;

class RustLinesIT extends JsonLinesConformance {
    RustLinesIT() {
        super(PeerProgram.RUST);
    }
}
