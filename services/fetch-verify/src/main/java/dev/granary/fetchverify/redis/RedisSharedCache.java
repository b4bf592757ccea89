package dev.granary.fetchverify.redis;

import dev.granary.fetchverify.breaker.Breaker.Pass;
import dev.granary.fetchverify.breaker.HelperGuard;
import dev.granary.fetchverify.store.SharedCache;
import dev.granary.service.health.DegradedModes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
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
    private final CommandSpans spans;
    private volatile boolean away;

    /**
     * @param clock one that nobody sets
     */
    public RedisSharedCache(
            RedisDataSource redis, RedisSettings settings, DegradedModes modes, InstantSource clock, Tracer tracer) {
        this.redis = redis;
        this.values = redis.value(byte[].class);
        this.settings = settings;
        this.guard = new HelperGuard(settings.breaker(), clock);
        this.modes = modes;
        this.spans = new CommandSpans(tracer);
    }

    @Override
    public Optional<SharedDocument> findDocument(String key) {
        byte[] value = ask("GET", () -> values.get(name("document", key)), null);
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
        tell("PSETEX", () -> values.psetex(name, millis(timeToLive), value));
    }

    @Override
    public boolean isKnownAbsent(String key) {
        return ask("EXISTS", () -> redis.key().exists(name("absent", key)), false);
    }

    @Override
    public void markAbsent(String key, Duration timeToLive) {
        tell("PSETEX", () -> values.psetex(name("absent", key), millis(timeToLive), new byte[0]));
    }

    @Override
    public void forgetAbsent(String key) {
        tell("DEL", () -> redis.key().del(name("absent", key)));
    }

    @Override
    public Optional<Lease> tryLease(String key, Duration timeToLive) {
        String name = name("lease", key);
        String token = UUID.randomUUID().toString();
        String time = Long.toString(millis(timeToLive));
        boolean granted = ask("SET", () -> redis.execute("SET", name, token, "NX", "PX", time) != null, true);
        return granted ? Optional.of(() -> release(name, token)) : Optional.empty();
    }

    /** Finds out whether Redis answers, unless it is left alone at present. */
    void look() {
        tell("PING", () -> redis.execute("PING"));
    }

    /** Whether Redis is left alone at present. */
    public boolean isAway() {
        return guard.isOpen();
    }

    private void release(String name, String token) {
        tell("EVAL", () -> redis.execute("EVAL", RELEASE, "1", name, token));
    }

    private void tell(String command, Runnable action) {
        ask(
                command,
                () -> {
                    action.run();
                    return true;
                },
                false);
    }

    private <T extends @Nullable Object> T ask(String command, Supplier<T> question, T otherwise) {
        Optional<Pass> pass = guard.tryEnter();
        if (pass.isEmpty()) {
            return otherwise;
        }
        Span span = spans.start(command);
        try {
            T answer = question.get();
            onSuccess(pass.get());
            return answer;
        } catch (RuntimeException e) { // the client wraps whatever happens: closed connections, timeouts, errors
            span.setStatus(StatusCode.ERROR);
            onFailure(pass.get(), e);
            return otherwise;
        } finally {
            span.end();
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
            LOGGER.warnf("Redis can't be used: %s", why);
        }
    }

    private String name(String kind, String key) {
        return "granary:" + settings.site() + ":" + kind + ":" + key;
    }

    private static long millis(Duration timeToLive) {
        return Math.max(1, timeToLive.toMillis());
    }
}
