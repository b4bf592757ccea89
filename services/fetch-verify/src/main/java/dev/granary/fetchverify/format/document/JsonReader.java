package dev.granary.fetchverify.format.document;

import dev.granary.fetchverify.format.MalformedDocumentException;
import java.io.IOException;
import java.io.InputStream;

/**
 * Pulls the tokens of one JSON text, front to back, and tells at which bytes they lie.
 *
 * <p>Strict: RFC 8259 in UTF-8 without byte order mark, one value, within {@link JsonLimits}. Strings that nobody asks
 * for take no memory, however long. Confined to one thread.
 */
public interface JsonReader extends AutoCloseable {
    /** What was read. */
    enum Token {
        OBJECT_START,
        OBJECT_END,
        ARRAY_START,
        ARRAY_END,
        /** The name of an object's member. */
        NAME,
        STRING,
        NUMBER,
        TRUE,
        FALSE,
        NULL,
        /** The text is over, and nothing but white space followed its value. */
        END
    }

    /** Opens readers. */
    @FunctionalInterface
    interface Opener {
        /** Reads {@code bytes}, which the caller closes. */
        JsonReader open(InputStream bytes) throws IOException;
    }

    /**
     * Moves to the next token.
     *
     * @throws MalformedDocumentException when the text is no JSON or breaks a limit
     */
    Token next() throws IOException, MalformedDocumentException;

    /** The token that {@link #next()} gave last. */
    Token current();

    /** At the start of an object or array: moves to its end, checking what lies between. Elsewhere: nothing. */
    void skip() throws IOException, MalformedDocumentException;

    /**
     * The text of a name or string.
     *
     * @throws MalformedDocumentException when it is longer than the limit or holds half a surrogate pair
     */
    String text() throws IOException, MalformedDocumentException;

    /** The offset of the token's first byte. */
    long start();

    /**
     * The offset after the token's last byte; not for names.
     *
     * @throws MalformedDocumentException when a string is longer than the limit
     */
    long end() throws IOException, MalformedDocumentException;

    /** Frees buffers; the stream stays open. */
    @Override
    void close() throws IOException;
}
