package dev.granary.fetchverify.format.document;

/**
 * A part of a document.
 *
 * @param start the offset of the first byte
 * @param end the offset after the last byte
 */
public record ByteRange(long start, long end) {
    /** A document from its first byte to its last. */
    public static final ByteRange WHOLE = new ByteRange(0, Long.MAX_VALUE);

    public ByteRange {
        if (start < 0 || end < start) {
            throw new IllegalArgumentException("not a range: " + start + " to " + end);
        }
    }
}
