package dev.granary.libp2p.interop;

import dev.granary.libp2p.interop.process.PeerProgram;

class GoLinesIT extends JsonLinesConformance {
    GoLinesIT() {
        super(PeerProgram.GO);
    }
}
