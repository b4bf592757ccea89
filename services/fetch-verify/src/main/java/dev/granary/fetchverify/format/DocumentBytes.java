package dev.granary.fetchverify.format;

import java.io.IOException;
import java.io.InputStream;

/** The bytes of a document that is held, as the upstream sent them. */
@FunctionalInterface
public interface DocumentBytes {
    /** Opens the bytes from the start; the caller closes the stream. */
    InputStream open() throws IOException;
}
