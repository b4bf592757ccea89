package dev.granary.fetchverify.format;

/** What came of rendering a view. */
public sealed interface Rendered {
    /** The view was written. */
    record Written(String contentType) implements Rendered {}

    /** The document has no such version or tag; nothing was written. */
    record Missing(String sentence) implements Rendered {}

    /** Policy hides what the view shows; nothing was written. */
    record Withheld(String version) implements Rendered {}
}
