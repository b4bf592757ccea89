package dev.granary.libp2p.kad.records;

import dev.granary.libp2p.kad.keyspace.KadKey;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/**
 * A table of keys, each with a chain of records. Keys and records stand in arrays in the order in which they came, found
 * through a table of slots that holds their numbers.
 */
final class ProviderIndex {
    /** The second from which times are counted: the beginning of 2020. */
    static final long EPOCH = 1_577_836_800L;

    static final int NONE = -1;

    private static final int WORDS = 4;
    private static final int SMALLEST = 8;
    /** The golden ratio in 64 bits: neighbours end far apart. */
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private final long seed;

    /** Number of a key plus one, or 0; the length is a power of two. */
    private int[] slots = {};

    private long[] words = {};
    private int[] firsts = {};
    private int keys;
    private int[] providers = {};
    private int[] untils = {};
    private int[] nexts = {};
    private int records;

    /** @param seed makes it unknown to others which keys share a slot */
    ProviderIndex(long seed) {
        this.seed = seed;
    }

    int records() {
        return records;
    }

    /** The first record of {@code key}. */
    int first(KadKey key) {
        if (keys == 0) {
            return NONE;
        }
        int number = slots[slotOf(key)];
        return number == 0 ? NONE : firsts[number - 1];
    }

    int next(int record) {
        return nexts[record];
    }

    int provider(int record) {
        return providers[record];
    }

    /** When a record grows old, in seconds since {@link #EPOCH}; never, once it was forgotten. */
    int until(int record) {
        return untils[record];
    }

    /** The record {@code count} further on in the chain. */
    int skip(int record, int count) {
        int place = record;
        for (int i = 0; i < count; i++) {
            place = nexts[place];
        }
        return place;
    }

    void renew(int record, int until) {
        untils[record] = until;
    }

    void replace(int record, int provider, int until) {
        providers[record] = provider;
        untils[record] = until;
    }

    void add(KadKey key, int provider, int until) {
        if (records == providers.length) {
            int size = grown(records);
            providers = Arrays.copyOf(providers, size);
            untils = Arrays.copyOf(untils, size);
            nexts = Arrays.copyOf(nexts, size);
        }
        int number = numberOf(key);
        providers[records] = provider;
        untils[records] = until;
        nexts[records] = firsts[number];
        firsts[number] = records++;
    }

    private int numberOf(KadKey key) {
        if (keys * 3 >= slots.length * 2) {
            spread(Math.max(SMALLEST, slots.length * 2));
        }
        int slot = slotOf(key);
        if (slots[slot] != 0) {
            return slots[slot] - 1;
        }
        if (keys == firsts.length) {
            firsts = Arrays.copyOf(firsts, grown(keys));
            words = Arrays.copyOf(words, firsts.length * WORDS);
        }
        for (int i = 0; i < WORDS; i++) {
            words[keys * WORDS + i] = key.word(i);
        }
        firsts[keys] = NONE;
        slots[slot] = keys + 1;
        return keys++;
    }

    private static int grown(int size) {
        return Math.max(SMALLEST, size + size / 4);
    }

    private void spread(int size) {
        slots = new int[size];
        for (int number = 0; number < keys; number++) {
            slots[slotOf(key(number))] = number + 1;
        }
    }

    /** The slot of {@code key}, or the free one where it belongs. */
    private int slotOf(KadKey key) {
        int mask = slots.length - 1;
        int slot = Long.hashCode((key.word(1) ^ Long.rotateLeft(key.word(3), 1) ^ seed) * SPREAD) & mask;
        while (slots[slot] != 0 && !isAt(slots[slot] - 1, key)) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private boolean isAt(int number, KadKey key) {
        for (int i = 0; i < WORDS; i++) {
            if (words[number * WORDS + i] != key.word(i)) {
                return false;
            }
        }
        return true;
    }

    private KadKey key(int number) {
        int at = number * WORDS;
        return new KadKey(words[at], words[at + 1], words[at + 2], words[at + 3]);
    }

    /** Marks the {@code count} oldest records of {@code provider} as forgotten. */
    void forgetOldest(int provider, int count) {
        IntStream.range(0, records)
                .filter(record -> providers[record] == provider)
                .boxed()
                .sorted((one, other) -> Integer.compare(untils[one], untils[other]))
                .limit(count)
                .forEach(record -> untils[record] = Integer.MIN_VALUE);
    }

    /** A copy without what is old at {@code now}, whose providers are numbered anew. */
    ProviderIndex without(int now, IntUnaryOperator renumbered) {
        ProviderIndex rest = new ProviderIndex(seed);
        forEach((key, provider, until) -> {
            if (until > now) {
                rest.add(key, renumbered.applyAsInt(provider), until);
            }
        });
        return rest;
    }

    /** Calls {@code taker} with each record, those of one key together and in the order in which they came. */
    void forEach(Taker taker) {
        for (int number = 0; number < keys; number++) {
            KadKey key = key(number);
            int[] chain = IntStream.iterate(firsts[number], place -> place != NONE, place -> nexts[place])
                    .toArray();
            for (int i = chain.length - 1; i >= 0; i--) {
                taker.take(key, providers[chain[i]], untils[chain[i]]);
            }
        }
    }

    /** Takes records. */
    interface Taker {
        void take(KadKey key, int provider, int until);
    }
}
