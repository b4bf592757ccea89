package dev.granary.fetchverify.http;

import dev.granary.fetchverify.http.ReadyAnswer.Body.InMemory;
import dev.granary.fetchverify.http.ReadyAnswer.Body.OnDisk;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** An answer at hand under the key by which requests find it. */
final class HotAnswer {
    /** How often the store is told that content behind a hot answer is in use. */
    private static final Duration RECENCY_STEP = Duration.ofMinutes(1);

    private final String key;
    private final ReadyAnswer ready;
    private final Optional<WireAnswer> wire;
    private volatile Instant toldAt = Instant.MIN;

    private HotAnswer(String key, ReadyAnswer ready, Optional<WireAnswer> wire) {
        this.key = key;
        this.ready = ready;
        this.wire = wire;
    }

    static HotAnswer of(String key, ReadyAnswer answer) {
        return switch (answer.body()) {
            case InMemory body -> {
                WireAnswer wire = WireAnswer.of(answer, body);
                yield new HotAnswer(key, answer.withBody(wire.body()), Optional.of(wire));
            }
            case OnDisk _ -> new HotAnswer(key, answer, Optional.empty());
        };
    }

    String key() {
        return key;
    }

    ReadyAnswer ready() {
        return ready;
    }

    /** The answer in one piece; empty where its body is sent from disk. */
    Optional<WireAnswer> wire() {
        return wire;
    }

    /** Whether the store should hear that this content is in use; then not again for a while. */
    boolean isUseNews(Instant now) {
        // Two event loops may both bring the news: that costs nothing.
        if (toldAt.isAfter(now.minus(RECENCY_STEP))) {
            return false;
        }
        toldAt = now;
        return true;
    }
}
