package dev.granary.libp2p.interop;

import dev.granary.libp2p.interop.process.PeerProgram;
import dev.granary.libp2p.interop.process.Stack;
import java.util.Arrays;
import java.util.stream.Stream;

/** One cell of the matrix: who dials whom, over what. */
record Cell(PeerProgram dialler, PeerProgram listener, Stack stack) {
    /** Both directions of each way between two implementations. */
    static Stream<Cell> between(PeerProgram one, PeerProgram other) {
        return Arrays.stream(Stack.values())
                .flatMap(stack -> Stream.of(new Cell(one, other, stack), new Cell(one, other, stack).turned()))
                .distinct();
    }

    /** The same way, dialled by the other side. */
    Cell turned() {
        return new Cell(/* dialler= */ listener, /* listener= */ dialler, stack);
    }

    @Override
    public String toString() {
        return dialler + " dials " + listener + ", " + stack;
    }
}
