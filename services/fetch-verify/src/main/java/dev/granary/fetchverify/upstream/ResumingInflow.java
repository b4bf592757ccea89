package dev.granary.fetchverify.upstream;

import dev.granary.fetchverify.breaker.Breaker.Pass;
import dev.granary.fetchverify.source.MinimumRate;
import dev.granary.fetchverify.source.RestartRequiredException;
import dev.granary.fetchverify.upstream.Errand.Rest;
import dev.granary.fetchverify.upstream.Persistence.Result;
import dev.granary.fetchverify.upstream.wire.Deadline;
import dev.granary.fetchverify.upstream.wire.Inflow;
import dev.granary.fetchverify.upstream.wire.ResponseHead;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * The bytes of a file over several transfers: one that breaks is continued by a range request, as long as the upstream
 * proves by a strong entity tag that the file is still the same.
 *
 * <p>Bytes that were handed out can't be taken back: where the upstream sends anything but the rest of the same file, the
 * reader is told to start from zero.
 */
final class ResumingInflow implements Inflow {
    /**
     * What a file's transfers must keep to.
     *
     * @param resumes how often it may go on after it broke
     * @param rate a new measure of the minimum rate, for each transfer
     * @param deadline when the last byte must be there
     */
    record Terms(int resumes, Supplier<MinimumRate> rate, Deadline deadline) {}

    private final Persistence persistence;
    private final Terms terms;
    private final ResponseHead first;
    private final OptionalLong declared;
    private Reply.Header current;
    private Errand errand;
    private long total;
    private int resumes;

    /**
     * @param last the errand that brought {@code header}
     */
    ResumingInflow(Persistence persistence, Errand last, Reply.Header header, Terms terms) {
        this.persistence = persistence;
        this.terms = terms;
        this.first = header.head();
        this.declared = header.transfer().declared();
        this.current = header;
        this.errand = last;
        header.transfer().bound(terms.rate().get(), terms.deadline());
    }

    int attempts() {
        return errand.attempt();
    }

    /** The length that the first answer declared. */
    OptionalLong declared() {
        return declared;
    }

    /** The gate of the host that sends now. */
    HostGate gate() {
        return current.gate();
    }

    Pass pass() {
        return current.pass();
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        while (true) {
            try {
                int count = current.transfer().read(target);
                total += Math.max(0, count);
                if (count < 0 && declared.isPresent() && total != declared.getAsLong()) {
                    throw new IOException(current.peer() + " sent " + total + " of " + declared.getAsLong() + " bytes");
                }
                return count;
            } catch (IOException broken) {
                resume(broken);
            }
        }
    }

    @Override
    public void close() {
        current.transfer().close();
    }

    private void resume(IOException broken) throws IOException {
        current.transfer().close();
        if (resumes == terms.resumes()
                || terms.deadline().hasPassed()
                || Thread.currentThread().isInterrupted()) {
            throw broken;
        }
        if (total > 0 && !first.hasStrongEtag()) {
            throw new RestartRequiredException(
                    broken.getMessage() + "; without a strong entity tag it can't go on from there");
        }
        // Not yet a failure of the host: this is one request, and what becomes of it is told when its body is closed.
        resumes++;
        Optional<Rest> rest = total > 0 ? Optional.of(new Rest(total, first.etag())) : Optional.empty();
        Result result = persistence.run(errand.goingOn(rest), current.gate(), terms.deadline());
        errand = result.last();
        if (!(result.reply() instanceof Reply.Header header)) {
            throw broken;
        }
        header.transfer().bound(terms.rate().get(), terms.deadline());
        requireSame(header);
        header.gate().onHeader(header.pass());
        current = header;
    }

    private void requireSame(Reply.Header header) throws RestartRequiredException {
        ResponseHead head = header.head();
        boolean sameTag = head.etag().equals(first.etag())
                || (head.isPart() && head.etag().isEmpty());
        boolean fits = total > 0 ? head.continuesAt(total) : head.isContent() && sameLength(header);
        if (sameTag && fits) {
            return;
        }
        header.transfer().close();
        header.gate().onSuccess(header.pass());
        throw new RestartRequiredException(header.peer() + " does not continue the file: "
                + (head.isPart()
                        ? "it changed meanwhile"
                        : "it answered " + head.status() + " to a request for the rest"));
    }

    private boolean sameLength(Reply.Header header) {
        return header.transfer().declared().equals(declared);
    }
}
