package dev.granary.fetchverify.gateway;

import dev.granary.fetchverify.FetchVerifyError;
import dev.granary.fetchverify.format.Format;
import dev.granary.fetchverify.format.Route;
import dev.granary.fetchverify.source.Upstream;
import dev.granary.fetchverify.source.UpstreamAnswer;
import dev.granary.fetchverify.source.UpstreamAnswer.Content;
import dev.granary.fetchverify.source.UpstreamBody;
import dev.granary.fetchverify.source.UpstreamClient;
import dev.granary.fetchverify.source.UpstreamRequest;
import dev.granary.fetchverify.source.UpstreamRequest.Kind;
import dev.granary.kernel.ByteCount;
import dev.granary.kernel.GranaryException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Questions that only an upstream can answer, such as a search. */
public final class Questions {
    private static final ByteCount LARGEST = ByteCount.ofMebibytes(4);
    private static final int CHUNK = 16 * 1024;

    private final Sources sources;
    private final UpstreamClient client;

    public Questions(Sources sources, UpstreamClient client) {
        this.sources = sources;
        this.client = client;
    }

    /** An upstream's answer. */
    @SuppressWarnings("ArrayRecordComponent") // passed on once and never compared
    public record Reply(String contentType, byte[] body) {}

    /**
     * Asks the first upstream that answers.
     *
     * @throws GranaryException when none does
     */
    public Reply ask(Format format, Route.ToUpstream question, RequestTrace trace) {
        List<GranaryException> failures = new ArrayList<>();
        for (Upstream upstream : sources.candidates(format.ecosystem(), question.repository())) {
            UpstreamRequest request = new UpstreamRequest(
                    upstream,
                    upstream.base().resolve(question.path()),
                    Kind.RELAY,
                    question.accept(),
                    Optional.empty(),
                    LARGEST);
            UpstreamAnswer answer = trace.phase("upstream", () -> client.ask(request));
            if (answer instanceof Content content) {
                return read(upstream, content);
            }
            failures.add(UpstreamFailures.of(upstream, question.path(), answer));
        }
        throw failures.isEmpty()
                ? UpstreamFailures.notConfigured(format.ecosystem(), question.repository())
                : UpstreamFailures.tellingOf(failures);
    }

    private static Reply read(Upstream upstream, Content content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
        try (UpstreamBody body = content.body()) {
            while (body.read(chunk) >= 0) {
                bytes.write(chunk.array(), 0, chunk.position());
                chunk.clear();
            }
        } catch (IOException e) {
            throw new GranaryException(
                    FetchVerifyError.UPSTREAM_UNREACHABLE, upstream.id() + " broke off: " + e.getMessage(), e);
        }
        return new Reply(content.headers().contentType(), bytes.toByteArray());
    }
}
