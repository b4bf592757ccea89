package dev.granary.fetchverify.format.document;

/**
 * How much of a JSON text is read before it is refused.
 *
 * @param totalBytes of the whole text
 * @param depth of objects and arrays in one another
 * @param nameLength in characters
 * @param textLength in characters, of strings that are asked for; others stream by
 * @param numberLength in characters
 */
public record JsonLimits(long totalBytes, int depth, int nameLength, int textLength, int numberLength) {
    private static final JsonLimits INDEXES = new JsonLimits(100L << 20, 100, 64 << 10, 1 << 20, 100);

    public JsonLimits {
        if (totalBytes < 2 || depth < 1 || nameLength < 1 || textLength < 1 || numberLength < 1) {
            throw new IllegalArgumentException("a limit that lets nothing through");
        }
    }

    /** Limits for package indexes: the largest that were seen are 40 MB long. */
    public static JsonLimits ofIndexes() {
        return INDEXES;
    }
}
