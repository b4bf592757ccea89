package dev.granary.fetchverify.store;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A shared cache within one process. */
public final class MemorySharedCache implements SharedCache {
    private static final int LARGEST = 1024 * 1024;

    private final InstantSource clock;
    private final Map<String, Entry> entries = new HashMap<>();

    private record Entry(Object value, Instant until) {}

    public MemorySharedCache(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public Optional<SharedDocument> findDocument(String key) {
        return Optional.ofNullable((SharedDocument) find("document " + key));
    }

    @Override
    public synchronized void offerDocument(SharedDocument document, Duration timeToLive) {
        if (document.bytes().remaining() <= LARGEST) {
            put("document " + document.document().key(), document, timeToLive);
        }
    }

    @Override
    public boolean isKnownAbsent(String key) {
        return find("absent " + key) != null;
    }

    @Override
    public synchronized void markAbsent(String key, Duration timeToLive) {
        put("absent " + key, key, timeToLive);
    }

    @Override
    public synchronized void forgetAbsent(String key) {
        entries.remove("absent " + key);
    }

    @Override
    public synchronized Optional<Lease> tryLease(String key, Duration timeToLive) {
        if (find("lease " + key) != null) {
            return Optional.empty();
        }
        Object token = new Object();
        put("lease " + key, token, timeToLive);
        return Optional.of(() -> release("lease " + key, token));
    }

    private synchronized void release(String name, Object token) {
        if (token.equals(find(name))) {
            entries.remove(name);
        }
    }

    private void put(String name, Object value, Duration timeToLive) {
        entries.put(name, new Entry(value, clock.instant().plus(timeToLive)));
    }

    private synchronized @Nullable Object find(String name) {
        Entry entry = entries.get(name);
        return entry == null || !clock.instant().isBefore(entry.until()) ? null : entry.value();
    }
}
