package dev.granary.fetchverify.gateway;

import dev.granary.fetchverify.FetchVerifyError;
import dev.granary.fetchverify.source.Upstream;
import dev.granary.fetchverify.source.UpstreamAnswer;
import dev.granary.fetchverify.source.UpstreamAnswer.Absent;
import dev.granary.fetchverify.source.UpstreamAnswer.Content;
import dev.granary.fetchverify.source.UpstreamAnswer.Denied;
import dev.granary.fetchverify.source.UpstreamAnswer.Forbidden;
import dev.granary.fetchverify.source.UpstreamAnswer.Offline;
import dev.granary.fetchverify.source.UpstreamAnswer.Unavailable;
import dev.granary.fetchverify.source.UpstreamAnswer.Unchanged;
import dev.granary.kernel.Ecosystem;
import dev.granary.kernel.GranaryException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Turns what an upstream said instead of content into the failure that clients see. */
final class UpstreamFailures {
    private static final int TOO_MANY_REQUESTS = 429;

    private UpstreamFailures() {}

    /** The failure to tell of {@code what} when {@code answer} brought no content. */
    static GranaryException of(Upstream upstream, String what, UpstreamAnswer answer) {
        String where = upstream.id().toString();
        return switch (answer) {
            case Absent(int status) ->
                new GranaryException(
                        FetchVerifyError.NOT_FOUND, where + " answers " + status + ": it has no " + what + ".");
            case Denied(int status, String sentence, var retryAfter) ->
                new GranaryException(
                                status == TOO_MANY_REQUESTS
                                        ? FetchVerifyError.UPSTREAM_THROTTLED
                                        : FetchVerifyError.UPSTREAM_REFUSED,
                                where + " answers " + status + " to " + what + ": " + sentence)
                        .retryingAfter(retryAfter);
            case Unavailable(String sentence, boolean asked, var retryAfter) ->
                new GranaryException(
                                FetchVerifyError.UPSTREAM_UNREACHABLE,
                                what + " is not held, and " + where + " gives no answer: " + sentence
                                        + " Try again later; nothing says that it does not exist.")
                        .retryingAfter(retryAfter);
            case Offline offline ->
                new GranaryException(
                        FetchVerifyError.OFFLINE,
                        what + " is not held, and this mirror is set to work without upstreams (network.offline).");
            case Forbidden(String sentence) -> new GranaryException(FetchVerifyError.UPSTREAM_URL_FORBIDDEN, sentence);
            case Content content -> throw new IllegalStateException("content is no failure");
            case Unchanged unchanged ->
                new GranaryException(
                        FetchVerifyError.BAD_UPSTREAM_METADATA,
                        where + " answers 304 to a question without a condition, for " + what + ".");
        };
    }

    /**
     * The failure to tell of after several upstreams failed: one without an answer outweighs those that say no, for
     * nobody may conclude that there is no such thing.
     *
     * @param failures at least one
     */
    static GranaryException tellingOf(List<GranaryException> failures) {
        List<GranaryException> open = failures.stream()
                .filter(failure -> failure.code() != FetchVerifyError.NOT_FOUND)
                .toList();
        return open.isEmpty() ? failures.getFirst() : open.getFirst().retryingAfter(soonest(open));
    }

    /** The first of them to be over makes a new request worth while; one that tells nothing may be over any time. */
    private static Optional<Duration> soonest(List<GranaryException> failures) {
        boolean allTell =
                failures.stream().allMatch(failure -> failure.retryAfter().isPresent());
        return allTell
                ? failures.stream()
                        .flatMap(failure -> failure.retryAfter().stream())
                        .min(Duration::compareTo)
                : Optional.empty();
    }

    /** The failure when configuration names nobody to ask. */
    static GranaryException notConfigured(Ecosystem ecosystem, String repository) {
        String name = repository.isEmpty() ? ecosystem.id() : ecosystem.id() + " upstream named " + repository;
        return new GranaryException(
                FetchVerifyError.UPSTREAM_NOT_CONFIGURED,
                "No " + name + " is configured: start with --upstream " + ecosystem.id()
                        + "=URL, or name it in granary.toml.");
    }
}
