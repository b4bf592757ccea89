package dev.granary.fetchverify.redis;

import static java.util.Objects.requireNonNull;

import dev.granary.fetchverify.breaker.Breaker;
import dev.granary.kernel.ByteCount;

/**
 * How {@link RedisSharedCache} uses Redis; an instance is always usable. The longest wait for one answer is the
 * client's own setting.
 *
 * @param site whose replicas share
 * @param largestDocument that is offered to others
 * @param breaker when Redis is left alone
 */
public record RedisSettings(String site, ByteCount largestDocument, Breaker.Rules breaker) {
    private static final ByteCount MOST = ByteCount.ofMebibytes(64);

    public RedisSettings {
        requireNonNull(breaker, "breaker");
        if (!site.matches("[A-Za-z0-9._-]{1,64}")) {
            throw new IllegalArgumentException("not the name of a site: " + site);
        }
        if (largestDocument.compareTo(MOST) > 0) {
            throw new IllegalArgumentException("need largestDocument <= " + MOST + ", was " + largestDocument);
        }
    }
}
