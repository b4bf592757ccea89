package dev.granary.libp2p.kad.records;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.P2pException;
import dev.granary.libp2p.identity.PrivateKey;
import dev.granary.libp2p.identity.PublicKey;
import dev.granary.libp2p.kad.CountedValues;
import dev.granary.libp2p.kad.keyspace.KadKey;
import dev.granary.libp2p.kad.wire.KadRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ValueStoreTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final KadKey SELF = KadKey.of(new byte[] {3});
    private static final ByteString KEY = ByteString.copyFromUtf8("/v/key");
    private static final RecordValidators VALIDATORS = new RecordValidators(Map.of("v", new CountedValues()));

    private final ValueStore store = new ValueStore(SELF, ValueLimits.STANDARD, VALIDATORS);

    private static ByteString text(String text) {
        return ByteString.copyFromUtf8(text);
    }

    private static Optional<P2pError> put(ValueStore store, ByteString key, String value) {
        try {
            store.put(key, text(value), NOW);
            return Optional.empty();
        } catch (P2pException refused) {
            return Optional.of(refused.error());
        }
    }

    @Test
    void theBetterValueStays() {
        // When
        Optional<P2pError> first = put(store, KEY, "5");
        Optional<P2pError> worse = put(store, KEY, "4");
        Optional<P2pError> same = put(store, KEY, "5");
        Optional<P2pError> better = put(store, KEY, "6");

        // Then
        assertThat(List.of(first, worse, same, better))
                .containsExactly(Optional.empty(), Optional.of(P2pError.REFUSED), Optional.empty(), Optional.empty());
        assertThat(store.find(KEY, NOW)).contains(new KadRecord(KEY, text("6"), "2026-01-01T00:00:00Z"));
    }

    @Test
    void whatIsNotGoodIsRefusedWithItsReason() {
        assertThat(put(store, KEY, "x")).contains(P2pError.MALFORMED);
        assertThat(put(store, text("/unknown/key"), "1")).contains(P2pError.NOT_SUPPORTED);
        assertThat(put(store, text("/v"), "1")).contains(P2pError.NOT_SUPPORTED);
        assertThat(put(store, text("v/key"), "1")).contains(P2pError.NOT_SUPPORTED);
        assertThat(put(store, ByteString.EMPTY, "1")).contains(P2pError.NOT_SUPPORTED);
        assertThat(put(store, KEY, "1".repeat(20_000))).contains(P2pError.LIMIT);
        assertThat(store.size()).isZero();
    }

    @Test
    void aValueIsForgottenAfterTwoDaysUnlessItCameAgain() throws P2pException {
        // Given
        store.put(KEY, text("1"), NOW);
        Instant last = NOW.plus(Duration.ofDays(2)).minusSeconds(1);

        // When
        boolean before = store.find(KEY, last).isPresent();
        store.put(KEY, text("1"), last);
        store.expire(NOW.plus(Duration.ofDays(3)));
        boolean renewed = store.find(KEY, NOW.plus(Duration.ofDays(3))).isPresent();
        store.expire(last.plus(Duration.ofDays(2)));

        // Then
        assertThat(before).isTrue();
        assertThat(renewed).isTrue();
        assertThat(store.size()).isZero();
        assertThat(store.bytes()).isZero();
    }

    @Test
    void aFloodDrivesOutWhatIsFurthestFromUs() {
        // Given
        ValueStore small = new ValueStore(SELF, new ValueLimits(3_000, 100, Duration.ofDays(2)), VALIDATORS);
        List<ByteString> keys =
                IntStream.range(0, 200).mapToObj(i -> text("/v/" + (1_000 + i))).toList();

        // When
        keys.forEach(key -> put(small, key, "1"));

        // Then
        List<ByteString> nearest = keys.stream()
                .sorted(Comparator.comparing(key -> KadKey.of(key.toByteArray()), SELF::compareDistances))
                .limit(small.size())
                .toList();
        assertThat(small.bytes()).isLessThanOrEqualTo(3_000);
        assertThat(small.size()).isGreaterThan(10);
        assertThat(small.records()).extracting(KadRecord::key).isEqualTo(nearest);
    }

    @Test
    void aPublicKeyIsKeptForItsOwnPeerOnly() {
        // Given
        PublicKey key = PrivateKey.ofEd25519Seed(new byte[32]).publicKey();
        PublicKey other = PrivateKey.ofEd25519Seed(new byte[] {
                    1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1
                })
                .publicKey();
        ByteString name = text("/pk/").concat(ByteString.copyFrom(key.peerId().bytes()));

        // Then
        assertThat(tryPut(name, other.encoded())).contains(P2pError.UNAUTHENTICATED);
        assertThat(tryPut(name, new byte[] {1, 2, 3})).isPresent();
        assertThat(tryPut(text("/pk/x"), key.encoded())).isPresent();
        assertThat(tryPut(name, key.encoded())).isEmpty();
    }

    private Optional<P2pError> tryPut(ByteString key, byte[] value) {
        try {
            store.put(key, ByteString.copyFrom(value), NOW);
            return Optional.empty();
        } catch (P2pException refused) {
            return Optional.of(refused.error());
        }
    }
}
