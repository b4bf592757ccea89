package dev.granary.libp2p.pubsub.router;

import com.google.protobuf.ByteString;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Messages that were here, for a time. When there are too many the oldest are forgotten early. */
final class SeenCache {
    private final long ttl;
    private final int most;
    private final Map<ByteString, Sight> sights = new LinkedHashMap<>();

    /** @param ttl in nanoseconds */
    SeenCache(long ttl, int most) {
        this.ttl = ttl;
        this.most = most;
    }

    /** When a message was here first, and what became of it. */
    static final class Sight {
        private final long at;
        private boolean rejected;

        private Sight(long at) {
            this.at = at;
        }

        long at() {
            return at;
        }

        boolean isRejected() {
            return rejected;
        }
    }

    /** Whether {@code id} is new. */
    boolean add(ByteString id, long now) {
        forget(now);
        if (sights.containsKey(id)) {
            return false;
        }
        if (sights.size() >= most) {
            sights.remove(sights.keySet().iterator().next());
        }
        sights.put(id, new Sight(now));
        return true;
    }

    @Nullable
    Sight find(ByteString id, long now) {
        Sight sight = sights.get(id);
        return sight == null || now - sight.at > ttl ? null : sight;
    }

    void reject(ByteString id) {
        Sight sight = sights.get(id);
        if (sight != null) {
            sight.rejected = true;
        }
    }

    /** Forgets what is too old. */
    void forget(long now) {
        Iterator<Sight> oldest = sights.values().iterator();
        while (oldest.hasNext() && now - oldest.next().at > ttl) {
            oldest.remove();
        }
    }

    int size() {
        return sights.size();
    }
}
