package dev.granary.fetchverify.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.granary.fetchverify.format.ArtifactFile;
import dev.granary.fetchverify.format.Assessment;
import dev.granary.fetchverify.format.DocumentBytes;
import dev.granary.fetchverify.format.DocumentKey;
import dev.granary.fetchverify.format.DocumentKey.Kind;
import dev.granary.fetchverify.format.Format;
import dev.granary.fetchverify.format.GatewayRequest;
import dev.granary.fetchverify.format.ListedFile;
import dev.granary.fetchverify.format.Listing;
import dev.granary.fetchverify.format.MalformedDocumentException;
import dev.granary.fetchverify.format.Rendered;
import dev.granary.fetchverify.format.Rendering;
import dev.granary.fetchverify.format.Route;
import dev.granary.fetchverify.format.UpstreamBase;
import dev.granary.fetchverify.format.View;
import dev.granary.kernel.ContentDigest;
import dev.granary.kernel.Ecosystem;
import dev.granary.kernel.PackageCoordinate;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The smallest format: an index of lines, each a version and a digest. Files lie below {@code files/}.
 *
 * @param guesses whether a file's address can be told before the index is known
 */
record ListFormat(boolean guesses) implements Format {
    static final Ecosystem LIST = new Ecosystem("list");
    static final View LINES = View.of("lines");

    /** The index of package {@code name}. */
    static DocumentKey index(String name) {
        return new DocumentKey(LIST, "", Optional.of(PackageCoordinate.of(LIST, "", name, "")), name, name, Kind.INDEX);
    }

    /** The file of one version. */
    static ArtifactFile file(String name, String version) {
        return new ArtifactFile("", PackageCoordinate.of(LIST, "", name, ""), name + "/" + version);
    }

    @Override
    public Ecosystem ecosystem() {
        return LIST;
    }

    @Override
    public Route route(GatewayRequest request) {
        return new Route.Refused(Route.Refusal.NOT_SERVED, "This format has no HTTP.");
    }

    @Override
    public List<DocumentKey> indexesOf(ArtifactFile file) {
        return List.of(index(file.coordinate().name()));
    }

    @Override
    public boolean indexesAreComplete() {
        return true;
    }

    @Override
    public Optional<String> likelyPath(ArtifactFile file) {
        return guesses ? Optional.of("files/" + file.path()) : Optional.empty();
    }

    @Override
    public String accept(DocumentKey document) {
        return "text/plain";
    }

    @Override
    public Listing list(DocumentKey document, UpstreamBase base, InputStream bytes)
            throws IOException, MalformedDocumentException {
        List<ListedFile> files = new ArrayList<>();
        for (String line : new String(bytes.readAllBytes(), UTF_8).lines().toList()) {
            List<String> words = List.of(line.split(" ", 2));
            if (words.size() < 2) {
                throw new MalformedDocumentException("a line has no digest");
            }
            String path = document.path() + "/" + words.get(0);
            List<ContentDigest> digests =
                    words.get(1).equals("-") ? List.of() : List.of(ContentDigest.sha256(words.get(1)));
            files.add(new ListedFile(
                    words.get(0),
                    path,
                    base.resolve("files/" + path),
                    digests,
                    OptionalLong.empty(),
                    Optional.empty(),
                    List.of()));
        }
        return new Listing(files);
    }

    @Override
    public Rendered render(View view, Listing listing, Rendering rendering, DocumentBytes document, OutputStream out)
            throws IOException {
        for (ListedFile file : listing.files()) {
            if (!rendering.withheld().contains(file.version())) {
                out.write((file.version() + "\n").getBytes(UTF_8));
            }
        }
        return new Rendered.Written("text/plain");
    }

    @Override
    public Optional<DocumentKey> keyDocument() {
        return Optional.empty();
    }

    @Override
    public Assessment assess(ArtifactFile file, ListedFile listed, Optional<byte[]> keys) {
        return new Assessment.Unsigned("lists are not signed");
    }
}
