package dev.granary.fetchverify.redis;

import dev.granary.fetchverify.breaker.Breaker.Pass;
import dev.granary.fetchverify.breaker.HelperGuard;
import dev.granary.fetchverify.store.SharedCache;
import dev.granary.service.health.DegradedModes;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.redis.datasource.value.ValueCommands;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The shared cache in Redis. Safe for threads; calls block, at most as long as the client's timeout, and belong on
 * virtual threads.
 */
public final class RedisSharedCache implements SharedCache {
    private static final Logger LOGGER = Logger.getLogger(RedisSharedCache.class);
    private static final String MODE = "redis";
    /** Deletes the lease only if it is still ours: it may have run out and be another's. */
    private static final String RELEASE =
            "if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) else return 0 end";

    private final RedisDataSource redis;
    private final ValueCommands<String, byte[]> values;
    private final RedisSettings settings;
    private final HelperGuard guard;
    private final DegradedModes modes;
    private volatile boolean away;

    /**
     * @param clock one that nobody sets
     */
    public RedisSharedCache(RedisDataSource redis, RedisSettings settings, DegradedModes modes, InstantSource clock) {
        this.redis = redis;
        this.values = redis.value(byte[].class);
        this.settings = settings;
        this.guard = new HelperGuard(settings.breaker(), clock);
        this.modes = modes;
    }

    @Override
    public Optional<SharedDocument> findDocument(String key) {
        byte[] value = ask(() -> values.get(name("document", key)), null);
        if (value == null) {
            return Optional.empty();
        }
        try {
            SharedDocument found =
                    SharedValue.decode(value, settings.largestDocument().value());
            return Optional.of(found).filter(shared -> shared.document().key().equals(key));
        } catch (IllegalArgumentException e) {
            LOGGER.warnf("the shared document %s can't be read: %s", key, e.getMessage());
            return Optional.empty();
        }
    }

    @Override
    public void offerDocument(SharedDocument document, Duration timeToLive) {
        if (document.bytes().remaining() > settings.largestDocument().value() || guard.isOpen()) {
            return;
        }
        byte[] value = SharedValue.encode(document);
        String name = name("document", document.document().key());
        tell(() -> values.psetex(name, millis(timeToLive), value));
    }

    @Override
    public boolean isKnownAbsent(String key) {
        return ask(() -> redis.key().exists(name("absent", key)), false);
    }

    @Override
    public void markAbsent(String key, Duration timeToLive) {
        tell(() -> values.psetex(name("absent", key), millis(timeToLive), new byte[0]));
    }

    @Override
    public void forgetAbsent(String key) {
        tell(() -> redis.key().del(name("absent", key)));
    }

    @Override
    public Optional<Lease> tryLease(String key, Duration timeToLive) {
        String name = name("lease", key);
        String token = UUID.randomUUID().toString();
        String time = Long.toString(millis(timeToLive));
        boolean granted = ask(() -> redis.execute("SET", name, token, "NX", "PX", time) != null, true);
        return granted ? Optional.of(() -> release(name, token)) : Optional.empty();
    }

    /** Whether Redis is left alone at present. */
    public boolean isAway() {
        return guard.isOpen();
    }

    private void release(String name, String token) {
        tell(() -> redis.execute("EVAL", RELEASE, "1", name, token));
    }

    private void tell(Runnable command) {
        ask(
                () -> {
                    command.run();
                    return true;
                },
                false);
    }

    private <T extends @Nullable Object> T ask(Supplier<T> question, T otherwise) {
        Optional<Pass> pass = guard.tryEnter();
        if (pass.isEmpty()) {
            return otherwise;
        }
        try {
            T answer = question.get();
            onSuccess(pass.get());
            return answer;
        } catch (RuntimeException e) { // the client wraps whatever happens: closed connections, timeouts, errors
            onFailure(pass.get(), e);
            return otherwise;
        }
    }

    private void onSuccess(Pass pass) {
        guard.onSuccess(pass);
        if (away) {
            away = false;
            modes.leave(MODE);
            LOGGER.info("Redis is back: replicas share documents again");
        }
    }

    private void onFailure(Pass pass, RuntimeException why) {
        guard.onFailure(pass);
        if (guard.isOpen() && modes.enter(MODE, "replicas share no documents, absences and leases")) {
            away = true;
            LOGGER.warnf("Redis can't be used: %s", why.getMessage());
        }
    }

    private String name(String kind, String key) {
        return "granary:" + settings.site() + ":" + kind + ":" + key;
    }

    private static long millis(Duration timeToLive) {
        return Math.max(1, timeToLive.toMillis());
    }
}
