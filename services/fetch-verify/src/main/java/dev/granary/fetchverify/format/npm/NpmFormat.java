package dev.granary.fetchverify.format.npm;

import static java.util.Objects.requireNonNull;

import dev.granary.fetchverify.format.ArtifactFile;
import dev.granary.fetchverify.format.Assessment;
import dev.granary.fetchverify.format.DocumentBytes;
import dev.granary.fetchverify.format.DocumentKey;
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
import dev.granary.fetchverify.format.document.JsonReader;
import dev.granary.kernel.Ecosystem;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;

/** The npm registry protocol, read side. */
public final class NpmFormat implements Format {
    private final JsonReader.Opener json;

    public NpmFormat(JsonReader.Opener json) {
        this.json = requireNonNull(json, "json");
    }

    @Override
    public Ecosystem ecosystem() {
        return NpmName.ECOSYSTEM;
    }

    @Override
    public Route route(GatewayRequest request) {
        return NpmRoutes.route(request);
    }

    @Override
    public List<DocumentKey> indexesOf(ArtifactFile file) {
        return List.of(NpmRoutes.packument(name(file.coordinate().fullName())));
    }

    /** Nearly every registry has its files where the gateway shows them. */
    @Override
    public boolean indexesAreComplete() {
        return true;
    }

    @Override
    public Optional<String> likelyPath(ArtifactFile file) {
        return Optional.of(NpmPaths.encode(file.path()));
    }

    /** Always the full form: the abbreviated one has no times, and is cut from the full one here. */
    @Override
    public String accept(DocumentKey document) {
        return NpmViews.JSON;
    }

    @Override
    public Listing list(DocumentKey document, UpstreamBase base, InputStream bytes)
            throws IOException, MalformedDocumentException {
        try (JsonReader reader = json.open(bytes)) {
            if (document.kind() == DocumentKey.Kind.INDEX
                    && document.coordinate().isPresent()) {
                NpmName name = name(document.coordinate().get().fullName());
                return new PackumentReader(reader, name, base).read();
            }
            requireJson(reader);
            return Listing.empty();
        }
    }

    @Override
    public Rendered render(View view, Listing listing, Rendering rendering, DocumentBytes document, OutputStream out)
            throws IOException, MalformedDocumentException {
        if (view.equals(NpmViews.AS_IS)) {
            try (InputStream in = document.open()) {
                in.transferTo(out);
            }
            return new Rendered.Written(NpmViews.JSON);
        }
        return new PackumentRenderer(json, document, listing, rendering).render(view, out);
    }

    @Override
    public Optional<DocumentKey> keyDocument() {
        return Optional.of(NpmRoutes.KEYS);
    }

    @Override
    public Assessment assess(ArtifactFile file, ListedFile listed, Optional<byte[]> keys) {
        if (keys.isEmpty()) {
            return new Assessment.Unsigned("the registry's keys are not known");
        }
        try {
            return RegistrySignatures.assess(
                    file.coordinate().fullName(), listed, RegistryKeys.parse(json, keys.get()));
        } catch (MalformedDocumentException e) {
            return new Assessment.Unsigned("the registry's key document can't be read: " + e.getMessage());
        }
    }

    private static void requireJson(JsonReader reader) throws IOException, MalformedDocumentException {
        if (reader.next() != JsonReader.Token.OBJECT_START) {
            throw new MalformedDocumentException("the document is no JSON object");
        }
        reader.skip();
        reader.next();
    }

    private static NpmName name(String fullName) {
        return NpmName.parse(fullName)
                .orElseThrow(() -> new IllegalArgumentException("not the name of an npm package: " + fullName));
    }
}
