package dev.granary.fetchverify.gateway;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.granary.fetchverify.FetchVerifyError;
import dev.granary.fetchverify.format.Format;
import dev.granary.fetchverify.format.MalformedDocumentException;
import dev.granary.fetchverify.format.Rendered;
import dev.granary.fetchverify.format.Rendered.Missing;
import dev.granary.fetchverify.format.Rendered.Withheld;
import dev.granary.fetchverify.format.Rendered.Written;
import dev.granary.fetchverify.format.Rendering;
import dev.granary.fetchverify.format.View;
import dev.granary.fetchverify.policy.Policy;
import dev.granary.fetchverify.policy.Withholding;
import dev.granary.fetchverify.store.ContentStore;
import dev.granary.kernel.ContentDigest;
import dev.granary.kernel.DigestAlgorithm;
import dev.granary.kernel.GranaryException;
import dev.granary.kernel.PackageCoordinate;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.zip.GZIPOutputStream;

/**
 * Documents as clients see them: rendered once per document, view, encoding and policy, then kept as ready bytes, small
 * ones in memory and large ones in the content store.
 */
public final class Renderings {
    /** About what a remembered view costs beside its bytes. */
    private static final int ENTRY_WEIGHT = 2048;

    private final ContentStore store;
    private final URI publicUrl;
    private final SingleFlight<RenderAnswer> flights;
    private final Cache<String, RenderAnswer.Ready> cache;

    /**
     * @param publicUrl the gateway's address as clients know it, ending with a slash
     * @param memory bytes that rendered views may take, about
     */
    public Renderings(ContentStore store, URI publicUrl, long memory, Executor executor) {
        this.store = store;
        this.publicUrl = publicUrl;
        this.flights = new SingleFlight<>(executor);
        this.cache = Caffeine.newBuilder()
                .maximumWeight(memory)
                .weigher((String key, RenderAnswer.Ready ready) -> ENTRY_WEIGHT + weight(ready.body()))
                .build();
    }

    private static int weight(RenderedBody body) {
        return switch (body) {
            case RenderedBody.InMemory(var sha256, var bytes) -> bytes.remaining();
            case RenderedBody.Stored stored -> 0;
        };
    }

    /** What came of a request for a view. */
    public sealed interface RenderAnswer {
        /**
         * The bytes.
         *
         * @param changesAt when policy shows another view by itself
         */
        record Ready(RenderedBody body, String contentType, Instant changesAt) implements RenderAnswer {}

        /** The document has no such version or tag. */
        record NotThere(String sentence) implements RenderAnswer {}

        /** Policy hides the version. */
        record Hidden(String version) implements RenderAnswer {}
    }

    /** Which view is wanted. */
    public record Wanted(View view, boolean gzip) {}

    /** Gives a view of {@code held} as policy lets it be seen at {@code now}. */
    public RenderAnswer render(Format format, HeldDocument held, Wanted wanted, Policy policy, Instant now) {
        Optional<PackageCoordinate> subject = held.key().coordinate();
        Withholding withholding = subject.map(name -> policy.withhold(name, held.listing(), held::firstSeenAt, now))
                .orElse(Withholding.NOTHING);
        String key = String.join(
                "\n",
                held.key().key(),
                held.content().sha256().hex(),
                wanted.view().toString(),
                Boolean.toString(wanted.gzip()),
                digest(withholding.versions()));
        RenderAnswer.Ready ready = cache.getIfPresent(key);
        if (ready != null && ready.body().isHeld(store)) {
            return new RenderAnswer.Ready(ready.body(), ready.contentType(), withholding.changesAt());
        }
        CompletableFuture<RenderAnswer> flight = flights.join(key, () -> {
            RenderAnswer answer = write(format, held, wanted, withholding);
            if (answer instanceof RenderAnswer.Ready fresh) {
                cache.put(key, fresh);
            }
            return answer;
        });
        return SingleFlight.await(flight);
    }

    /** Two sets of hidden versions never share a view: a hash code would let a recalled version pass for another. */
    private static String digest(Set<String> versions) {
        String sorted = String.join("\n", new TreeSet<>(versions));
        return ContentDigest.hash(DigestAlgorithm.SHA256, sorted.getBytes(StandardCharsets.UTF_8))
                .hex();
    }

    private RenderAnswer write(Format format, HeldDocument held, Wanted wanted, Withholding withholding) {
        URI gateway = publicUrl.resolve(format.ecosystem().id() + "/");
        Rendering rendering = new Rendering(gateway, withholding.versions());
        try (BodySink sink = new BodySink(store)) {
            return switch (write(format, held, wanted, rendering, sink)) {
                case Written(String contentType) ->
                    new RenderAnswer.Ready(sink.finish(), contentType, withholding.changesAt());
                case Missing(String sentence) -> new RenderAnswer.NotThere(sentence);
                case Withheld(String version) -> new RenderAnswer.Hidden(version);
            };
        } catch (MalformedDocumentException e) {
            throw new GranaryException(
                    FetchVerifyError.BAD_UPSTREAM_METADATA,
                    "The held " + held.key().path() + " can't be rendered: " + e.getMessage(),
                    e);
        } catch (IOException e) {
            throw new GranaryException(
                    FetchVerifyError.INTERNAL, "The held " + held.key().path() + " can't be read.", e);
        }
    }

    private static Rendered write(Format format, HeldDocument held, Wanted wanted, Rendering rendering, BodySink sink)
            throws IOException, MalformedDocumentException {
        if (!wanted.gzip()) {
            return format.render(wanted.view(), held.listing(), rendering, held.bytes(), sink);
        }
        try (QuickGzip gzip = new QuickGzip(sink)) {
            return format.render(wanted.view(), held.listing(), rendering, held.bytes(), gzip);
        }
    }

    /** Gzip at a level that costs a third of the usual one and saves nearly as much. */
    private static final class QuickGzip extends GZIPOutputStream {
        private static final int LEVEL = 4;
        private static final int BUFFER = 16 * 1024;

        QuickGzip(OutputStream out) throws IOException {
            super(out, BUFFER);
            def.setLevel(LEVEL);
        }

        /** Writes the end and leaves the stream below open. */
        @Override
        public void close() throws IOException {
            finish();
            def.end();
        }
    }
}
