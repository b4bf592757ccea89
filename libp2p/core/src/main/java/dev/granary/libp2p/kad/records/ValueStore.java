package dev.granary.libp2p.kad.records;

import com.google.protobuf.ByteString;
import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.P2pException;
import dev.granary.libp2p.kad.keyspace.KadKey;
import dev.granary.libp2p.kad.wire.KadRecord;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The values that a peer keeps for others, each good for its key. When there are too many, those furthest from us go:
 * whoever floods the network with values would have to find keys near each of its peers.
 */
public final class ValueStore {
    private static final int OVERHEAD = 200;

    private final ValueLimits limits;
    private final RecordValidator validators;
    /** By distance to us. */
    private final TreeMap<KadKey, Kept> values;

    private long bytes;

    public ValueStore(KadKey self, ValueLimits limits, RecordValidator validators) {
        this.limits = limits;
        this.validators = validators;
        this.values = new TreeMap<>(self::compareDistances);
    }

    private record Kept(ByteString key, ByteString value, Instant received) {
        private int size() {
            return OVERHEAD + key.size() + value.size();
        }
    }

    /**
     * Keeps {@code value}, if it is good, no worse than what is kept, and there is room.
     *
     * @throws P2pException with the reason why not
     */
    public void put(ByteString key, ByteString value, Instant now) throws P2pException {
        requireGood(key, value, now);
        KadKey place = KadKey.of(key.toByteArray());
        Kept before = fresh(place, key, now);
        if (before != null
                && !before.value().equals(value)
                && validators.select(key, List.of(before.value(), value)) == 0) {
            throw new P2pException(P2pError.REFUSED, "A better value is kept already.");
        }
        insert(place, new Kept(key, value, now));
    }

    private void requireGood(ByteString key, ByteString value, Instant now) throws P2pException {
        if (value.size() > limits.longestValue()) {
            throw new P2pException(
                    P2pError.LIMIT, "A value has " + value.size() + " bytes, limit " + limits.longestValue() + ".");
        }
        validators.validate(key, value, now);
    }

    private void insert(KadKey place, Kept kept) throws P2pException {
        remove(place);
        values.put(place, kept);
        bytes += kept.size();
        while (bytes > limits.bytes()) {
            KadKey furthest = values.lastKey();
            remove(furthest);
            if (furthest.equals(place)) {
                throw new P2pException(P2pError.LIMIT, "Nearer values take all the room.");
            }
        }
    }

    private void remove(KadKey place) {
        Kept gone = values.remove(place);
        if (gone != null) {
            bytes -= gone.size();
        }
    }

    private @Nullable Kept fresh(KadKey place, ByteString key, Instant now) {
        Kept kept = values.get(place);
        if (kept == null || !kept.key().equals(key)) {
            return null;
        }
        try {
            if (kept.received().plus(limits.age()).isAfter(now)) {
                validators.validate(key, kept.value(), now);
                return kept;
            }
        } catch (P2pException spoilt) {
            // it was good when it came: values may say themselves how long they are
        }
        remove(place);
        return null;
    }

    /** The value of {@code key}, if there is one that is still good. */
    public Optional<KadRecord> find(ByteString key, Instant now) {
        return Optional.ofNullable(fresh(KadKey.of(key.toByteArray()), key, now))
                .map(ValueStore::record);
    }

    private static KadRecord record(Kept kept) {
        return new KadRecord(kept.key(), kept.value(), kept.received().toString());
    }

    /** Forgets what is too old. */
    public void expire(Instant now) {
        List<KadKey> old = new ArrayList<>();
        for (Map.Entry<KadKey, Kept> entry : values.entrySet()) {
            if (!entry.getValue().received().plus(limits.age()).isAfter(now)) {
                old.add(entry.getKey());
            }
        }
        old.forEach(this::remove);
    }

    public int size() {
        return values.size();
    }

    /** Bytes that are counted towards the limit. */
    public long bytes() {
        return bytes;
    }

    /** All values, to be written down; the nearest first. */
    public List<KadRecord> records() {
        return values.values().stream().map(ValueStore::record).toList();
    }

    /** Takes back a value that was written down; does nothing when it is not good any more. */
    public void restore(KadRecord written, Instant now) {
        try {
            Instant received = Instant.parse(written.timeReceived());
            requireGood(written.key(), written.value(), now);
            if (!received.isAfter(now) && received.plus(limits.age()).isAfter(now)) {
                insert(KadKey.of(written.key().toByteArray()), new Kept(written.key(), written.value(), received));
            }
        } catch (P2pException | DateTimeException unfit) {
            // it has grown old, or the limits have shrunk since
        }
    }
}
