package dev.granary.libp2p.kad.records;

import com.google.protobuf.ByteString;
import dev.granary.libp2p.kad.keyspace.KadKey;
import dev.granary.libp2p.kad.wire.KadPeer;
import dev.granary.libp2p.multiformats.PeerId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Who has what. A record is three numbers in arrays and a key four more, since there are many; each provider's addresses
 * are kept once. Nothing is taken out one by one: what is too old is skipped, and left behind when the arrays are rebuilt.
 *
 * <p>When there are too many records, those of the peer with the most go, the oldest first: whoever floods a server
 * drives out himself.
 */
public final class ProviderStore {
    /** The share of all records that is given up at once when there are too many. */
    private static final int EVICTED_PART = 16;

    private final ProviderLimits limits;
    private final RandomGenerator random;
    private final Map<PeerId, Integer> indices = new LinkedHashMap<>();
    private final List<Provider> providers = new ArrayList<>();
    private ProviderIndex index;

    public ProviderStore(ProviderLimits limits, RandomGenerator random) {
        this.limits = limits;
        this.random = random;
        this.index = new ProviderIndex(random.nextLong());
    }

    private static final class Provider {
        private KadPeer peer;
        private int addressesUntil;
        private int records;

        private Provider(KadPeer peer) {
            this.peer = peer;
        }

        private KadPeer at(int second) {
            return second < addressesUntil ? peer : new KadPeer(peer.id(), List.of());
        }
    }

    /** {@code provider} says that it has what {@code key} names. */
    public void add(ByteString key, KadPeer provider, Instant now) {
        add(KadKey.of(key.toByteArray()), provider, now);
    }

    void add(KadKey key, KadPeer provider, Instant now) {
        int second = seconds(now);
        int until = second + (int) limits.age().toSeconds();
        int number = indexOf(provider);
        providers.get(number).peer = provider;
        providers.get(number).addressesUntil =
                second + (int) limits.addressAge().toSeconds();
        put(key, number, until, second);
    }

    private void put(KadKey key, int number, int until, int now) {
        int count = 0;
        int place = index.first(key);
        int free = ProviderIndex.NONE;
        for (; place != ProviderIndex.NONE; place = index.next(place)) {
            if (index.provider(place) == number) {
                index.renew(place, until);
                return;
            }
            free = index.until(place) <= now ? place : free;
            count++;
        }
        if (free == ProviderIndex.NONE && count >= limits.perKey()) {
            free = index.skip(index.first(key), random.nextInt(count));
        }
        if (free == ProviderIndex.NONE) {
            index.add(key, number, until);
        } else {
            providers.get(index.provider(free)).records--;
            index.replace(free, number, until);
        }
        providers.get(number).records++;
        if (index.records() > limits.records()) {
            makeRoom(now);
        }
    }

    private int indexOf(KadPeer provider) {
        Integer known = indices.get(provider.id());
        if (known != null) {
            return known;
        }
        indices.put(provider.id(), providers.size());
        providers.add(new Provider(provider));
        return providers.size() - 1;
    }

    private void makeRoom(int now) {
        rebuild(now);
        int excess = index.records() - limits.records() + limits.records() / EVICTED_PART;
        while (index.records() > limits.records()) {
            int greatest = 0;
            for (int i = 1; i < providers.size(); i++) {
                greatest = providers.get(i).records > providers.get(greatest).records ? i : greatest;
            }
            index.forgetOldest(greatest, Math.min(excess, (providers.get(greatest).records + 1) / 2));
            rebuild(now);
        }
    }

    /** Forgets what is too old. */
    public void expire(Instant now) {
        rebuild(seconds(now));
    }

    private void rebuild(int now) {
        List<Provider> before = List.copyOf(providers);
        providers.clear();
        indices.clear();
        before.forEach(provider -> provider.records = 0);
        index = index.without(now, old -> {
            Provider provider = before.get(old);
            provider.records++;
            Integer number = indices.putIfAbsent(provider.peer.id(), providers.size());
            if (number == null) {
                providers.add(provider);
                return providers.size() - 1;
            }
            return number;
        });
    }

    /** Providers of {@code key} in any order, at most {@code count}: when there are more, a sample. */
    public List<KadPeer> find(ByteString key, int count, Instant now) {
        int second = seconds(now);
        List<KadPeer> found = new ArrayList<>();
        int seen = 0;
        int place = index.first(KadKey.of(key.toByteArray()));
        for (; place != ProviderIndex.NONE; place = index.next(place)) {
            if (index.until(place) > second) {
                seen++;
                KadPeer provider = providers.get(index.provider(place)).at(second);
                if (found.size() < count) {
                    found.add(random.nextInt(found.size() + 1), provider);
                } else {
                    int lucky = random.nextInt(seen);
                    if (lucky < count) {
                        found.set(lucky, provider);
                    }
                }
            }
        }
        return found;
    }

    /** Records, those included that have grown old since the last {@link #expire}. */
    public int size() {
        return index.records();
    }

    /** Calls {@code taker} with each record, to be written down. */
    void forEach(Taker taker) {
        index.forEach((key, number, until) -> {
            Provider provider = providers.get(number);
            taker.take(key, number, until, new Written(provider.peer, provider.addressesUntil));
        });
    }

    /** Takes back a record that was written down. */
    void restore(KadKey key, Written provider, int until, Instant now) {
        int second = seconds(now);
        int latest = second + (int) limits.age().toSeconds();
        if (until > second) {
            int number = indexOf(provider.peer());
            providers.get(number).addressesUntil = Math.min(
                    provider.addressesUntil(),
                    second + (int) limits.addressAge().toSeconds());
            put(key, number, Math.min(until, latest), second);
        }
    }

    /** A provider as it is written down. */
    record Written(KadPeer peer, int addressesUntil) {}

    /** Takes records. */
    interface Taker {
        void take(KadKey key, int number, int until, Written provider);
    }

    /** Times in four bytes that last until 2088. */
    static int seconds(Instant time) {
        return (int) (time.getEpochSecond() - ProviderIndex.EPOCH);
    }
}
