package dev.granary.fetchverify.format;

import dev.granary.kernel.Ecosystem;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;

/** One ecosystem's rules. Implementations hold no state and may be called from any thread. */
public interface Format {
    /** The ecosystem; its id is the first path segment at the gateway. */
    Ecosystem ecosystem();

    /** Tells what a client asks for. */
    Route route(GatewayRequest request);

    /** The documents that can name {@code file}, best first; the first one that lists it gives the expectation. */
    List<DocumentKey> indexesOf(ArtifactFile file);

    /**
     * Whether the indexes name every file there is: then a file that they don't list does not exist. Where they are
     * voluntary, it only can't be verified.
     */
    boolean indexesAreComplete();

    /**
     * Where to fetch {@code file} before its index is known, relative to the upstream's base; empty when only the index
     * can tell. Lets the bytes travel while the index does.
     */
    Optional<String> likelyPath(ArtifactFile file);

    /** The header {@code Accept} to send for {@code document}. */
    String accept(DocumentKey document);

    /**
     * Reads an index as it came from the upstream.
     *
     * @param base the upstream's base, against which the document's links are resolved
     * @param bytes the document; read once, front to back, with bounded memory
     * @throws MalformedDocumentException when the document breaks the format or a limit
     */
    Listing list(DocumentKey document, UpstreamBase base, InputStream bytes)
            throws IOException, MalformedDocumentException;

    /**
     * Writes {@code view} of a document for clients: links lead to the gateway, withheld versions are gone, all else is
     * as the upstream wrote it.
     *
     * @return what the bytes are; {@link Rendered.Missing} when the view's subject is not in the document
     */
    Rendered render(View view, Listing listing, Rendering rendering, DocumentBytes document, OutputStream out)
            throws IOException, MalformedDocumentException;

    /** The document with the registry's signing keys, when the ecosystem has one. */
    Optional<DocumentKey> keyDocument();

    /**
     * Judges the registry's signature on {@code file}.
     *
     * @param keys the key document's bytes; empty when there is none or it can't be had
     */
    Assessment assess(ArtifactFile file, ListedFile listed, Optional<byte[]> keys);
}
