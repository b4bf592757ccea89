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
    public JsonLimits {
        if (totalBytes < 2 || depth < 1 || nameLength < 1 || textLength < 1 || numberLength < 1) {
            throw new IllegalArgumentException("a limit that lets nothing through");
        }
    }
}
