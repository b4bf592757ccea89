package dev.granary.libp2p;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Bytes that a hostile remote might send, from a seed: noise, and sound messages with a few bytes bent. */
public final class RandomBytes {
    private static final int ROUNDS = 20_000;
    private static final int LONGEST = 200;

    private RandomBytes() {}

    /** What reads bytes of a remote. */
    public interface Decoder {
        Object decode(byte[] bytes) throws P2pException;
    }

    /** Fails when anything but a {@link P2pException} comes out of {@code decoder}, whatever it is given. */
    public static void assertOnlyTypedFailures(long seed, List<byte[]> samples, Decoder decoder) {
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] bytes = round % 4 == 0 ? noise(random) : bent(samples.get(random.nextInt(samples.size())), random);
            assertThatCode(() -> {
                        try {
                            decoder.decode(bytes);
                        } catch (P2pException expected) {
                            // the one failure that callers are prepared for
                        }
                    })
                    .as("seed %d, round %d: %s", seed, round, Arrays.toString(bytes))
                    .doesNotThrowAnyException();
        }
    }

    private static byte[] noise(Random random) {
        byte[] bytes = new byte[random.nextInt(LONGEST)];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] bent(byte[] sample, Random random) {
        byte[] bytes =
                switch (random.nextInt(4)) {
                    case 0 -> Arrays.copyOf(sample, random.nextInt(sample.length + 1));
                    case 1 -> Arrays.copyOf(sample, sample.length + random.nextInt(8));
                    case 2, 3 -> sample.clone();
                    default -> throw new AssertionError();
                };
        for (int changes = random.nextInt(4); bytes.length > 0 && changes >= 0; changes--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return bytes;
    }
}
