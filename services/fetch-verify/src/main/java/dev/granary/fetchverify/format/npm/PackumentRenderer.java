package dev.granary.fetchverify.format.npm;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.granary.fetchverify.format.DocumentBytes;
import dev.granary.fetchverify.format.Listing;
import dev.granary.fetchverify.format.MalformedDocumentException;
import dev.granary.fetchverify.format.Rendered;
import dev.granary.fetchverify.format.Rendered.Missing;
import dev.granary.fetchverify.format.Rendered.Withheld;
import dev.granary.fetchverify.format.Rendered.Written;
import dev.granary.fetchverify.format.Rendering;
import dev.granary.fetchverify.format.View;
import dev.granary.fetchverify.format.document.ByteRange;
import dev.granary.fetchverify.format.document.JsonReader;
import dev.granary.kernel.Printable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;

/** Shows one packument: reads it once to plan, and once more to copy. Nothing is written before all of it was read. */
final class PackumentRenderer {
    private static final String NOTHING = "";

    private final JsonReader.Opener json;
    private final DocumentBytes document;
    private final Visibility visibility;

    PackumentRenderer(JsonReader.Opener json, DocumentBytes document, Listing listing, Rendering rendering) {
        this.json = json;
        this.document = document;
        this.visibility = new Visibility(listing, rendering);
    }

    Rendered render(View view, OutputStream out) throws IOException, MalformedDocumentException {
        return switch (view.name()) {
            case "full" -> write(plan(false, NOTHING), ByteRange.WHOLE, NpmViews.JSON, out);
            case "abbreviated" -> write(plan(true, NOTHING), ByteRange.WHOLE, NpmViews.ABBREVIATED_JSON, out);
            case "dist-tags" -> writeTags(out);
            case NpmViews.VERSION -> writeVersion(view.argument(), out);
            default -> throw new IllegalArgumentException("a packument has no view " + view);
        };
    }

    private Rendered writeTags(OutputStream out) throws IOException, MalformedDocumentException {
        PackumentPlan plan = plan(false, NOTHING);
        if (plan.distTags().isEmpty()) {
            out.write("{}".getBytes(UTF_8));
            return new Written(NpmViews.JSON);
        }
        return write(plan, plan.distTags().get(), NpmViews.JSON, out);
    }

    private Rendered writeVersion(String versionOrTag, OutputStream out)
            throws IOException, MalformedDocumentException {
        PackumentPlan plan = plan(false, versionOrTag);
        if (plan.version().isPresent()) {
            return write(plan, plan.version().get(), NpmViews.JSON, out);
        }
        if (visibility.withholds(versionOrTag)) {
            return new Withheld(versionOrTag);
        }
        Missing missing = new Missing("The package has no version or tag " + Printable.of(versionOrTag) + ".");
        if (plan.tagged().isEmpty()) {
            return missing;
        }
        Optional<String> target = visibility.target(versionOrTag, plan.tagged().get());
        if (target.isEmpty()) {
            return new Withheld(plan.tagged().get());
        }
        PackumentPlan ofTarget = plan(false, target.get());
        return ofTarget.version().isPresent()
                ? write(ofTarget, ofTarget.version().get(), NpmViews.JSON, out)
                : missing;
    }

    private PackumentPlan plan(boolean abbreviated, String wanted) throws IOException, MalformedDocumentException {
        try (InputStream in = document.open();
                JsonReader reader = json.open(in)) {
            return new PackumentPlanner(reader, visibility, abbreviated, wanted).plan();
        }
    }

    private Rendered write(PackumentPlan plan, ByteRange range, String contentType, OutputStream out)
            throws IOException {
        try (InputStream in = document.open()) {
            plan.edits().apply(in, range, out);
        }
        return new Written(contentType);
    }
}
