package dev.granary.libp2p.kad.keyspace;

import dev.granary.libp2p.multiformats.PeerId;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * A place in the keyspace: the SHA-256 of a peer id or of a key. Kept as four numbers, so that distances are compared
 * without an object or an array.
 */
public final class KadKey implements Comparable<KadKey> {
    public static final int BITS = 256;
    public static final int BYTES = 32;

    private static final double TWO_TO_64 = 0x1p64;

    private final long first;
    private final long second;
    private final long third;
    private final long fourth;

    /** The place whose bits are these, from the highest on. */
    public KadKey(long first, long second, long third, long fourth) {
        this.first = first;
        this.second = second;
        this.third = third;
        this.fourth = fourth;
    }

    /** The place of {@code key}, as it is on the wire. */
    public static KadKey of(byte[] key) {
        try {
            return ofHash(MessageDigest.getInstance("SHA-256").digest(key));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    public static KadKey of(PeerId peer) {
        return of(peer.bytes());
    }

    /** The place whose 32 bytes are {@code hash}. */
    public static KadKey ofHash(byte[] hash) {
        if (hash.length != BYTES) {
            throw new IllegalArgumentException("a place has " + BYTES + " bytes, not " + hash.length);
        }
        ByteBuffer in = ByteBuffer.wrap(hash);
        return new KadKey(in.getLong(), in.getLong(), in.getLong(), in.getLong());
    }

    /** One of the four numbers, from the highest on. */
    public long word(int index) {
        return switch (index) {
            case 0 -> first;
            case 1 -> second;
            case 2 -> third;
            case 3 -> fourth;
            default -> throw new IllegalArgumentException("no word " + index);
        };
    }

    /** How many leading bits are the same; {@value #BITS} for the same place. */
    public int commonPrefix(KadKey other) {
        if (first != other.first) {
            return Long.numberOfLeadingZeros(first ^ other.first);
        }
        if (second != other.second) {
            return Long.SIZE + Long.numberOfLeadingZeros(second ^ other.second);
        }
        if (third != other.third) {
            return 2 * Long.SIZE + Long.numberOfLeadingZeros(third ^ other.third);
        }
        return 3 * Long.SIZE + Long.numberOfLeadingZeros(fourth ^ other.fourth);
    }

    /** Below zero when {@code one} is nearer to this place than {@code other}. */
    public int compareDistances(KadKey one, KadKey other) {
        int order = Long.compareUnsigned(one.first ^ first, other.first ^ first);
        if (order == 0) {
            order = Long.compareUnsigned(one.second ^ second, other.second ^ second);
        }
        if (order == 0) {
            order = Long.compareUnsigned(one.third ^ third, other.third ^ third);
        }
        return order == 0 ? Long.compareUnsigned(one.fourth ^ fourth, other.fourth ^ fourth) : order;
    }

    /** How far {@code other} is, as a part of the whole space: from 0 to 1. */
    public double distance(KadKey other) {
        return (unsigned(first ^ other.first) + unsigned(second ^ other.second) / TWO_TO_64) / TWO_TO_64;
    }

    private static double unsigned(long bits) {
        double high = (double) (bits >>> 1);
        return high * 2 + (bits & 1);
    }

    /** By the bits, as one unsigned number. */
    @Override
    public int compareTo(KadKey other) {
        int order = Long.compareUnsigned(first, other.first);
        if (order == 0) {
            order = Long.compareUnsigned(second, other.second);
        }
        if (order == 0) {
            order = Long.compareUnsigned(third, other.third);
        }
        return order == 0 ? Long.compareUnsigned(fourth, other.fourth) : order;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof KadKey that
                && first == that.first
                && second == that.second
                && third == that.third
                && fourth == that.fourth;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(first ^ Long.rotateLeft(second, 1) ^ third ^ fourth);
    }

    @Override
    public String toString() {
        return String.format("%016x%016x%016x%016x", first, second, third, fourth);
    }
}
