package dev.granary.fetchverify.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.granary.fetchverify.http.ReadyAnswer.Body;
import dev.granary.fetchverify.http.ReadyAnswer.Body.InMemory;
import dev.granary.fetchverify.http.ReadyAnswer.Body.OnDisk;
import org.jspecify.annotations.Nullable;

/** Answers that were given lately, in memory within a bound. */
final class HotAnswers {
    /** About what an entry costs beside its body. */
    private static final int ENTRY_WEIGHT = 2048;

    private final Cache<String, ReadyAnswer> answers;

    /**
     * @param memory bytes that the answers may take, about
     */
    HotAnswers(long memory) {
        this.answers = Caffeine.newBuilder()
                .maximumWeight(memory)
                .weigher((String key, ReadyAnswer answer) -> ENTRY_WEIGHT + weight(answer.body()))
                .build();
    }

    @Nullable
    ReadyAnswer find(String key) {
        return answers.getIfPresent(key);
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
