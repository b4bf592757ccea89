package dev.granary.libp2p.recorded;

import java.security.SecureRandom;
import java.util.Random;

/** The same secrets each time. */
final class FixedRandom extends SecureRandom {
    private static final long serialVersionUID = 1;

    private final Random random = new Random(20_261_123);

    FixedRandom() {
        super(new byte[0]);
    }

    @Override
    public void nextBytes(byte[] bytes) {
        random.nextBytes(bytes);
    }
}
