package dev.granary.fetchverify.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.granary.fetchverify.request.Conditions;
import dev.granary.kernel.ContentDigest;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Answers that were given lately, in memory within a bound. */
final class HotAnswers {
    /** About what an entry costs beside its body. */
    private static final int ENTRY_WEIGHT = 2048;

    private final Cache<String, HotAnswer> answers;
    private final Consumer<ContentDigest> used;

    /**
     * @param memory bytes that the answers may take, about
     * @param used is told, now and then and without being waited for, that content is in use: what is served from here
     *     must not look idle to eviction
     */
    HotAnswers(long memory, Consumer<ContentDigest> used) {
        this.used = used;
        this.answers = Caffeine.newBuilder()
                .maximumWeight(memory)
                .weigher(HotAnswers::weight)
                .build();
    }

    @Nullable
    HotAnswer find(String key) {
        return answers.getIfPresent(key);
    }

    /**
     * Finds what a request for {@code path} may be sent now.
     *
     * @param acceptEncoding the header's value, empty when there is none
     * @param accept the header's value, empty when there is none
     * @param policyRevision the recall book in force
     */
    @Nullable
    HotAnswer find(String path, String acceptEncoding, String accept, long policyRevision, Instant now) {
        HotAnswer answer = find(path);
        if (answer == null) {
            answer = find(documentKey(path, Conditions.acceptsGzip(acceptEncoding), accept));
        }
        if (answer != null && !answer.ready().validity().holds(policyRevision, now)) {
            drop(answer.key());
            return null;
        }
        return answer;
    }

    /** The key of a document's view: path, encoding and form. An artifact's is its path alone. */
    static String documentKey(String path, boolean gzip, String accept) {
        return path + (gzip ? "\ngzip\n" : "\nplain\n") + accept;
    }

    /** Notes that {@code answer} was sent. */
    void sent(HotAnswer answer, Instant now) {
        if (answer.isUseNews(now)) {
            used.accept(answer.ready().sha256());
        }
    }

    void keep(String key, ReadyAnswer answer) {
        answers.put(key, HotAnswer.of(key, answer));
    }

    void drop(String key) {
        answers.invalidate(key);
    }

    private static int weight(String key, HotAnswer answer) {
        return ENTRY_WEIGHT
                + 2 * key.length()
                + answer.wire().map(WireAnswer::size).orElse(0);
    }
}
