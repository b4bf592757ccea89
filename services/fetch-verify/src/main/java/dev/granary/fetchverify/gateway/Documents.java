package dev.granary.fetchverify.gateway;

import dev.granary.fetchverify.FetchVerifyError;
import dev.granary.fetchverify.format.DocumentKey;
import dev.granary.fetchverify.format.Format;
import dev.granary.fetchverify.freshness.Freshness;
import dev.granary.fetchverify.freshness.FreshnessSettings;
import dev.granary.fetchverify.store.SharedCache;
import dev.granary.kernel.GranaryException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Documents of upstreams: held ones while they may be believed, else asked for; served stale while the upstream is asked
 * and when it gives no answer.
 */
public final class Documents {
    private final DocumentShelf shelf;
    private final DocumentRefresh refresh;
    private final SharedCache shared;
    private final FreshnessSettings settings;
    private final InstantSource clock;
    private final SingleFlight<HeldDocument> flights;

    public Documents(
            DocumentShelf shelf,
            DocumentRefresh refresh,
            SharedCache shared,
            FreshnessSettings settings,
            Surroundings surroundings) {
        this.shelf = shelf;
        this.refresh = refresh;
        this.shared = shared;
        this.settings = settings;
        this.clock = surroundings.clock();
        this.flights = new SingleFlight<>(surroundings.executor());
    }

    /** What the gateway runs on. */
    public record Surroundings(InstantSource clock, Executor executor) {}

    /**
     * Gives a document.
     *
     * @throws GranaryException when it is not held and can't be had, or the upstream says that there is none
     */
    public DocumentAnswer require(Format format, DocumentKey key, RequestTrace trace) {
        Instant now = clock.instant();
        Optional<HeldDocument> held = shelf.find(format, key);
        if (held.isEmpty()) {
            return new DocumentAnswer(fetchNew(format, key, trace), false, Optional.empty());
        }
        return switch (judge(held.get(), now)) {
            case FRESH -> new DocumentAnswer(held.get(), true, Optional.empty());
            case SERVE_AND_REVALIDATE -> {
                var _ = revalidate(format, held.get(), trace.fork());
                yield new DocumentAnswer(held.get(), true, Optional.empty());
            }
            case REVALIDATE_FIRST -> revalidateFirst(format, held.get(), trace);
        };
    }

    /**
     * Asks the upstream whether {@code held} is still right, though it may be believed.
     *
     * @throws GranaryException when no upstream gives an answer
     */
    HeldDocument revalidateNow(Format format, HeldDocument held, RequestTrace trace) {
        return SingleFlight.await(revalidate(format, held, trace));
    }

    /** Gives a document only if it is held and fresh: never waits for an upstream. */
    public Optional<HeldDocument> findFresh(Format format, DocumentKey key) {
        Instant now = clock.instant();
        return shelf.find(format, key).filter(held -> judge(held, now) == Freshness.FRESH);
    }

    /** Until when {@code held} is fresh. */
    public Instant freshUntil(HeldDocument held) {
        return settings.freshUntil(held.key().kind(), held.document().validatedAt(), salt(held.key()));
    }

    private Freshness judge(HeldDocument held, Instant now) {
        return settings.judge(held.key().kind(), held.document().validatedAt(), now, salt(held.key()));
    }

    private HeldDocument fetchNew(Format format, DocumentKey key, RequestTrace trace) {
        if (shelf.isKnownAbsent(key, clock.instant()) || shared.isKnownAbsent(key.key())) {
            throw new GranaryException(
                    FetchVerifyError.NOT_FOUND,
                    "The upstream said less than " + settings.absent().toSeconds() + " s ago that it has no "
                            + key.path() + ".");
        }
        // Looked for once more in flight: another one may have landed since.
        return SingleFlight.await(flights.join(key.key(), () -> findFresh(format, key)
                .orElseGet(() -> refresh.fetch(format, key, Optional.empty(), trace))));
    }

    private CompletableFuture<HeldDocument> revalidate(Format format, HeldDocument held, RequestTrace trace) {
        return flights.join(held.key().key(), () -> refresh.fetch(format, held.key(), Optional.of(held), trace));
    }

    private DocumentAnswer revalidateFirst(Format format, HeldDocument held, RequestTrace trace) {
        try {
            HeldDocument fresh = SingleFlight.await(revalidate(format, held, trace));
            boolean unchanged = fresh.document().sha256().equals(held.document().sha256());
            return new DocumentAnswer(fresh, unchanged, Optional.empty());
        } catch (GranaryException e) {
            if (e.code() == FetchVerifyError.NOT_FOUND) {
                throw e;
            }
            return new DocumentAnswer(held, true, Optional.of(e));
        }
    }

    private static int salt(DocumentKey key) {
        return key.key().hashCode();
    }
}
