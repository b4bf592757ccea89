package dev.granary.fetchverify.format.raw;

import dev.granary.fetchverify.format.ArtifactFile;
import dev.granary.fetchverify.format.Assessment;
import dev.granary.fetchverify.format.DocumentBytes;
import dev.granary.fetchverify.format.DocumentKey;
import dev.granary.fetchverify.format.Format;
import dev.granary.fetchverify.format.GatewayRequest;
import dev.granary.fetchverify.format.GatewayRequest.Method;
import dev.granary.fetchverify.format.ListedFile;
import dev.granary.fetchverify.format.Listing;
import dev.granary.fetchverify.format.MalformedDocumentException;
import dev.granary.fetchverify.format.Rendered;
import dev.granary.fetchverify.format.Rendering;
import dev.granary.fetchverify.format.Route;
import dev.granary.fetchverify.format.Route.Refusal;
import dev.granary.fetchverify.format.Route.Refused;
import dev.granary.fetchverify.format.Route.ToArtifact;
import dev.granary.fetchverify.format.Route.ToDocument;
import dev.granary.fetchverify.format.UpstreamBase;
import dev.granary.fetchverify.format.View;
import dev.granary.kernel.Ecosystem;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;

/** Plain files, verified by the checksum files that lie beside them. */
public final class RawFormat implements Format {
    private static final View AS_IS = View.of("as-is");
    private static final String TEXT = "text/plain; charset=utf-8";

    @Override
    public Ecosystem ecosystem() {
        return RawPath.ECOSYSTEM;
    }

    @Override
    public Route route(GatewayRequest request) {
        if (request.method() != Method.GET) {
            return new Refused(Refusal.METHOD, "Files of an upstream can be read, not written.");
        }
        if (request.segments().size() < 2 || request.trailingSlash()) {
            return new Refused(
                    Refusal.NOT_SERVED,
                    "Name a file: /raw/, the upstream's name and the path; directories have no list.");
        }
        return RawPath.of(request.segments())
                .<Route>map(path ->
                        path.isDocument() ? new ToDocument(path.toDocument(), AS_IS) : new ToArtifact(path.toFile()))
                .orElse(new Refused(
                        Refusal.MALFORMED,
                        "That is no path of a file: an upstream's name, then at most 1024 printable characters."));
    }

    @Override
    public List<DocumentKey> indexesOf(ArtifactFile file) {
        RawPath path = RawPath.parse(file.path());
        return List.of(path.beside(RawPath.SUMS), path.beside(path.name() + RawPath.SIDECAR), path.atRoot(RawPath.SUMS))
                .stream()
                .map(RawPath::toDocument)
                .distinct()
                .toList();
    }

    @Override
    public boolean indexesAreComplete() {
        return false;
    }

    @Override
    public Optional<String> likelyPath(ArtifactFile file) {
        return Optional.of(RawPath.parse(file.path()).encoded());
    }

    @Override
    public String accept(DocumentKey document) {
        return "text/plain, */*;q=0.1";
    }

    @Override
    public Listing list(DocumentKey document, UpstreamBase base, InputStream bytes)
            throws IOException, MalformedDocumentException {
        return new ChecksumFile(RawPath.parse(document.path()), base).read(bytes);
    }

    @Override
    public Rendered render(View view, Listing listing, Rendering rendering, DocumentBytes document, OutputStream out)
            throws IOException {
        try (InputStream in = document.open()) {
            in.transferTo(out);
        }
        return new Rendered.Written(TEXT);
    }

    @Override
    public Optional<DocumentKey> keyDocument() {
        return Optional.empty();
    }

    @Override
    public Assessment assess(ArtifactFile file, ListedFile listed, Optional<byte[]> keys) {
        return new Assessment.Unsigned("checksum files carry no signature");
    }
}
