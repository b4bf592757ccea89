package dev.granary.fetchverify.format.npm;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.granary.fetchverify.format.DocumentBytes;
import dev.granary.fetchverify.format.DocumentKey;
import dev.granary.fetchverify.format.Listing;
import dev.granary.fetchverify.format.MalformedDocumentException;
import dev.granary.fetchverify.format.Rendered;
import dev.granary.fetchverify.format.Rendering;
import dev.granary.fetchverify.format.UpstreamBase;
import dev.granary.fetchverify.format.View;
import dev.granary.fetchverify.format.document.SampleLimits;
import dev.granary.fetchverify.json.JacksonJson;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Set;

/** Lists and renders documents that tests hold as text. */
final class NpmDocuments {
    static final UpstreamBase UPSTREAM = new UpstreamBase(URI.create(PackumentText.UPSTREAM));
    static final URI GATEWAY = URI.create("http://127.0.0.1:8080/npm/");
    static final NpmFormat FORMAT = new NpmFormat(new JacksonJson(SampleLimits.INDEXES));

    private NpmDocuments() {}

    /** What a rendering gave. */
    record Shown(Rendered rendered, String text) {}

    static DocumentKey packument(String name) {
        return NpmRoutes.packument(NpmName.parse(name).orElseThrow());
    }

    static Listing list(String name, String json) throws MalformedDocumentException {
        return list(name, json.getBytes(UTF_8));
    }

    static Listing list(String name, byte[] json) throws MalformedDocumentException {
        try {
            return FORMAT.list(packument(name), UPSTREAM, new ByteArrayInputStream(json));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Shown show(View view, String name, String json, Set<String> withheld) throws MalformedDocumentException {
        return show(view, name, json, new Rendering(GATEWAY, withheld));
    }

    static Shown show(View view, String name, String json, Rendering rendering) throws MalformedDocumentException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DocumentBytes bytes = () -> new ByteArrayInputStream(json.getBytes(UTF_8));
        try {
            Rendered rendered = FORMAT.render(view, list(name, json), rendering, bytes, out);
            return new Shown(rendered, out.toString(UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
