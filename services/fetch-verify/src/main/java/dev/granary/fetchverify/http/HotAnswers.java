package dev.granary.fetchverify.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.granary.fetchverify.http.ReadyAnswer.Body;
import dev.granary.fetchverify.http.ReadyAnswer.Body.InMemory;
import dev.granary.fetchverify.http.ReadyAnswer.Body.OnDisk;
import dev.granary.kernel.ContentDigest;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Answers that were given lately, in memory within a bound. */
final class HotAnswers {
    /** About what an entry costs beside its body. */
    private static final int ENTRY_WEIGHT = 2048;

    /** How often the store is told that content behind a hot answer is in use. */
    private static final Duration RECENCY_STEP = Duration.ofMinutes(1);

    private static final int MOST_RECENT = 100_000;

    private final Cache<String, ReadyAnswer> answers;
    private final Cache<String, Boolean> toldLately;
    private final Consumer<ContentDigest> used;

    /**
     * @param memory bytes that the answers may take, about
     * @param used is told, now and then and without being waited for, that content is in use: what is served from here
     *     must not look idle to eviction
     */
    HotAnswers(long memory, Consumer<ContentDigest> used) {
        this.used = used;
        this.toldLately = Caffeine.newBuilder()
                .maximumSize(MOST_RECENT)
                .expireAfterWrite(RECENCY_STEP)
                .build();
        this.answers = Caffeine.newBuilder()
                .maximumWeight(memory)
                .weigher((String key, ReadyAnswer answer) -> ENTRY_WEIGHT + 2 * key.length() + weight(answer.body()))
                .build();
    }

    @Nullable
    ReadyAnswer find(String key) {
        return answers.getIfPresent(key);
    }

    /** Notes that {@code answer} was sent. */
    void sent(ReadyAnswer answer) {
        if (toldLately.getIfPresent(answer.sha256().hex()) == null) {
            toldLately.put(answer.sha256().hex(), true);
            used.accept(answer.sha256());
        }
    }

    void keep(String key, ReadyAnswer answer) {
        answers.put(key, answer);
    }

    void drop(String key) {
        answers.invalidate(key);
    }

    private static int weight(Body body) {
        return switch (body) {
            case InMemory(var buffer) -> buffer.length();
            case OnDisk onDisk -> 0;
        };
    }
}
