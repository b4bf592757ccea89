package dev.granary.libp2p.simulation;

import dev.granary.libp2p.identity.PublicKey;
import dev.granary.libp2p.testkit.VirtualConformance;

class SimulatedStreamTest extends VirtualConformance {
    @Override
    protected Ends connect(VirtualLoop on) {
        SimulatedNetwork network = new SimulatedNetwork(on, NetworkSettings.STANDARD);
        SimulatedConnection near = end(network, 1);
        SimulatedConnection far = end(network, 2);
        near.connect(far);
        far.connect(near);
        SimulatedStream stream = new SimulatedStream(near, false);
        return new Ends(stream, far.accept(stream));
    }

    private static SimulatedConnection end(SimulatedNetwork network, int number) {
        PublicKey key = SimulatedWorld.key(number).publicKey();
        return new SimulatedConnection(network, network.join(key, SimulatedWorld.attachment(number)), 1_000_000);
    }
}
