package dev.granary.kernel;

/**
 * A number of bytes.
 *
 * @param value at least 0
 */
public record ByteCount(long value) implements Comparable<ByteCount> {
    public static final ByteCount ZERO = new ByteCount(0);

    public ByteCount {
        if (value < 0) {
            throw new IllegalArgumentException("a byte count is at least 0, was " + value);
        }
    }

    public static ByteCount of(long value) {
        return new ByteCount(value);
    }

    public static ByteCount ofKibibytes(long value) {
        return new ByteCount(Math.multiplyExact(value, 1024L));
    }

    public static ByteCount ofMebibytes(long value) {
        return new ByteCount(Math.multiplyExact(value, 1024L * 1024));
    }

    @Override
    public int compareTo(ByteCount other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return value + " B";
    }
}
