package dev.granary.libp2p.interop;

import dev.granary.libp2p.interop.process.PeerProgram;

/** Two implementations that are not ours: what fails here is wrong with the tests, or with this machine. */
class GoRustMatrixIT extends TransportMatrix {
    GoRustMatrixIT() {
        super(PeerProgram.GO, PeerProgram.RUST);
    }
}
