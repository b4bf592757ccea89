package dev.granary.libp2p.kad.keyspace;

import java.nio.ByteBuffer;
import java.util.random.RandomGenerator;

/**
 * Keys whose place begins with wanted bits. A place is a hash, so such keys can only be found by trying: the table that
 * is made at first use holds one for each beginning of {@value #BITS} bits.
 */
public final class PrefixKeys {
    /** How long a beginning can be asked for. */
    public static final int BITS = 16;

    private static final int KEY_LENGTH = 34;
    private static final byte SHA2_256 = 0x12;

    private PrefixKeys() {}

    /**
     * A key whose place has exactly {@code length} leading bits in common with {@code place}; in the form of a multihash,
     * since others read the keys of lookups as peer ids.
     *
     * @param length less than {@value #BITS}
     */
    public static byte[] sharing(KadKey place, int length, RandomGenerator random) {
        if (length < 0 || length >= BITS) {
            throw new IllegalArgumentException("can't find a key for " + length + " bits");
        }
        int start = (int) (place.word(0) >>> (Long.SIZE - BITS));
        int free = BITS - 1 - length;
        int flipped = start ^ (1 << free);
        int prefix = free == 0 ? flipped : (flipped & -(1 << free)) | random.nextInt(1 << free);
        return key(Table.COUNTERS[prefix]);
    }

    private static byte[] key(int counter) {
        return ByteBuffer.allocate(KEY_LENGTH)
                .put(SHA2_256)
                .put((byte) KadKey.BYTES)
                .putInt(counter)
                .array();
    }

    /** Made once, when the first table is refreshed: it takes about a quarter of a second and of a megabyte. */
    private static final class Table {
        private static final int[] COUNTERS = new int[1 << BITS];

        static {
            boolean[] found = new boolean[COUNTERS.length];
            int missing = COUNTERS.length;
            for (int counter = 0; missing > 0; counter++) {
                int prefix = (int) (KadKey.of(key(counter)).word(0) >>> (Long.SIZE - BITS));
                if (!found[prefix]) {
                    found[prefix] = true;
                    COUNTERS[prefix] = counter;
                    missing--;
                }
            }
        }
    }
}
