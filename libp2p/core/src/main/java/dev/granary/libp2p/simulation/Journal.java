package dev.granary.libp2p.simulation;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;

/** What has happened on a simulated network: a digest of all of it, and the last events in words. */
public final class Journal {
    private static final int KEPT = 256;
    private static final long NANOS_PER_MICRO = 1_000;
    // the constants of SplitMix64, for their mixing
    private static final long FIRST_FACTOR = 0xBF58476D1CE4E5B9L;
    private static final long SECOND_FACTOR = 0x94D049BB133111EBL;
    private static final int FIRST_SHIFT = 30;
    private static final int SECOND_SHIFT = 27;
    private static final int THIRD_SHIFT = 31;

    private final VirtualLoop loop;
    private final long[] times = new long[KEPT];
    private final Happening[] kinds = new Happening[KEPT];
    private final int[] sources = new int[KEPT];
    private final int[] targets = new int[KEPT];
    private final long[] sizes = new long[KEPT];
    private final long[] counts = new long[Happening.values().length];
    private long events;
    private long digest;

    Journal(VirtualLoop loop) {
        this.loop = loop;
        Arrays.fill(kinds, Happening.JOINED);
    }

    /** Kinds of events. */
    public enum Happening {
        JOINED(0),
        LEFT(1),
        DIALLED(2),
        CONNECTED(3),
        REFUSED(4),
        UNANSWERED(5),
        MESSAGE(6),
        RESET(7),
        CLOSED(8),
        BROKEN(9),
        CUT(10),
        HEALED(11);

        private final int code;

        Happening(int code) {
            this.code = code;
        }
    }

    /**
     * One more event.
     *
     * @param source the host that caused it, by number
     * @param target the host that it happened to
     * @param size bytes, where there are some
     * @param content a checksum of these
     */
    void note(Happening kind, int source, int target, long size, long content) {
        int at = (int) (events % KEPT);
        times[at] = loop.nanoTime();
        kinds[at] = kind;
        sources[at] = source;
        targets[at] = target;
        sizes[at] = size;
        counts[kind.code]++;
        events++;
        digest = mix(digest ^ loop.nanoTime());
        digest = mix(digest ^ ((long) kind.code << Integer.SIZE) ^ source);
        digest = mix(digest ^ ((long) target << Integer.SIZE) ^ size ^ content);
    }

    private static long mix(long value) {
        long first = (value ^ (value >>> FIRST_SHIFT)) * FIRST_FACTOR;
        long second = (first ^ (first >>> SECOND_SHIFT)) * SECOND_FACTOR;
        return second ^ (second >>> THIRD_SHIFT);
    }

    /** Equal for two runs in which the same happened at the same times. */
    public String digest() {
        return String.format(Locale.ROOT, "%016x", digest);
    }

    public long events() {
        return events;
    }

    /** How often {@code kind} has happened. */
    public long count(Happening kind) {
        return counts[kind.code];
    }

    /** The last events, one a line, the newest last. */
    public String tail(int most) {
        StringBuilder text = new StringBuilder();
        long first = Math.max(0, events - Math.min(most, KEPT));
        for (long event = first; event < events; event++) {
            int at = (int) (event % KEPT);
            text.append(Duration.ofNanos(times[at] / NANOS_PER_MICRO * NANOS_PER_MICRO))
                    .append(' ')
                    .append(kinds[at])
                    .append(' ')
                    .append(sources[at])
                    .append(" -> ")
                    .append(targets[at]);
            if (sizes[at] > 0) {
                text.append(", ").append(sizes[at]).append(" bytes");
            }
            text.append('\n');
        }
        return text.toString();
    }
}
