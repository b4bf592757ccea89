package dev.granary.libp2p.interop;

import dev.granary.libp2p.interop.process.PeerProgram;

class JsLinesIT extends JsonLinesConformance {
    JsLinesIT() {
        super(PeerProgram.JS);
    }
}
