package dev.granary.libp2p.simulation.scenario;

import dev.granary.libp2p.identity.PrivateKey;
import dev.granary.libp2p.simulation.Endpoint;
import dev.granary.libp2p.simulation.SimulatedHost;
import dev.granary.libp2p.simulation.Simulation;
import java.util.HashSet;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Where hosts of a scenario come from: each with a key of its own, most in a network of their own. */
final class Population {
    private static final int KEY_SEED = 32;
    private static final int BYTE = 256;
    /** First bytes of addresses that are public and in use. */
    private static final int FIRST_BLOCK = 80;

    private static final int LAST_BLOCK = 100;
    private static final int FIRST_OLD_BLOCK = 130;
    private static final int LAST_OLD_BLOCK = 169;

    private final Simulation simulation;
    private final RandomGenerator random;
    private final Set<String> taken = new HashSet<>();

    Population(Simulation simulation) {
        this.simulation = simulation;
        this.random = simulation.loop().random();
    }

    /** A host somewhere, started. */
    SimulatedHost join(boolean reachable) {
        return join(key(), Endpoint.Attachment.at(address(), reachable));
    }

    SimulatedHost join(PrivateKey key, Endpoint.Attachment attachment) {
        SimulatedHost joined = simulation.hosts().join(key, attachment);
        joined.host().start();
        return joined;
    }

    PrivateKey key() {
        byte[] seed = new byte[KEY_SEED];
        random.nextBytes(seed);
        return PrivateKey.ofEd25519Seed(seed);
    }

    /** An address that nobody has. */
    String address() {
        while (true) {
            int blocks = LAST_BLOCK - FIRST_BLOCK;
            int drawn = random.nextInt(blocks + LAST_OLD_BLOCK - FIRST_OLD_BLOCK);
            int first = drawn < blocks ? FIRST_BLOCK + drawn : FIRST_OLD_BLOCK + drawn - blocks;
            String address =
                    first + "." + random.nextInt(BYTE) + "." + random.nextInt(BYTE) + "." + random.nextInt(BYTE);
            if (taken.add(address)) {
                return address;
            }
        }
    }
}
