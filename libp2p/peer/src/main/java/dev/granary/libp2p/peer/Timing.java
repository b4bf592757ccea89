package dev.granary.libp2p.peer;

import dev.granary.libp2p.peer.line.Refusal;
import java.util.Arrays;
import java.util.Map;

/** How long rounds took, in microseconds. */
record Timing(long micros, long p50Micros, long p99Micros) {
    private static final long NANOS = 1000;

    /** Something that is done several times. */
    interface Round {
        void run() throws Refusal, InterruptedException;
    }

    /** Does {@code round} so often, one after the other. */
    static Timing of(int rounds, Round round) throws Refusal, InterruptedException {
        long[] each = new long[rounds];
        long begun = System.nanoTime();
        for (int i = 0; i < rounds; i++) {
            long start = System.nanoTime();
            round.run();
            each[i] = (System.nanoTime() - start) / NANOS;
        }
        long all = (System.nanoTime() - begun) / NANOS;
        Arrays.sort(each);
        return new Timing(all, at(each, 50), at(each, 99));
    }

    private static long at(long[] sorted, int percent) {
        return sorted.length == 0 ? 0 : sorted[Math.min(sorted.length - 1, sorted.length * percent / 100)];
    }

    Map<String, Object> fields() {
        return Map.of("micros", micros, "p50Micros", p50Micros, "p99Micros", p99Micros);
    }
}
