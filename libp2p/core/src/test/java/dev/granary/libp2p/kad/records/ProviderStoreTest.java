package dev.granary.libp2p.kad.records;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.granary.libp2p.P2pException;
import dev.granary.libp2p.kad.CountedValues;
import dev.granary.libp2p.kad.keyspace.KadKey;
import dev.granary.libp2p.kad.wire.KadPeer;
import dev.granary.libp2p.multiformats.Multiaddr;
import dev.granary.libp2p.multiformats.PeerId;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ProviderStoreTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration DAY = Duration.ofDays(1);
    private static final ProviderLimits SMALL = new ProviderLimits(160, 10, DAY.multipliedBy(2), DAY);

    private static ByteString key(int number) {
        return ByteString.copyFrom(ByteBuffer.allocate(34)
                .put((byte) 0x12)
                .put((byte) 32)
                .putInt(number)
                .array());
    }

    private static KadPeer peer(int number) {
        byte[] key = ByteBuffer.allocate(36).putInt(number).array();
        return KadPeer.of(
                PeerId.ofEncodedKey(key), List.of(Multiaddr.parse("/ip4/10.0.0.1/tcp/" + (1 + number % 60_000))));
    }

    private static ProviderStore store(ProviderLimits limits) {
        return new ProviderStore(limits, new SplittableRandom(1));
    }

    @Test
    void knowsWhoHasWhatUntilItGrowsOld() {
        // Given
        ProviderStore store = store(SMALL);
        store.add(key(1), peer(1), NOW);
        store.add(key(1), peer(2), NOW.plus(DAY));
        store.add(key(2), peer(1), NOW);
        store.add(key(1), peer(1), NOW);

        // Then
        assertThat(store.size()).isEqualTo(3);
        assertThat(store.find(key(1), 10, NOW)).containsExactlyInAnyOrder(peer(1), peer(2));
        assertThat(store.find(key(3), 10, NOW)).isEmpty();
        assertThat(store.find(key(1), 10, NOW.plus(DAY.multipliedBy(2))))
                .extracting(KadPeer::id)
                .containsExactly(peer(2).id());
        store.expire(NOW.plus(DAY.multipliedBy(2)));
        assertThat(store.size()).isEqualTo(1);
    }

    @Test
    void anOldAddressIsNotGivenOutThoughTheProviderIs() {
        // Given
        ProviderStore store = store(SMALL);
        store.add(key(1), peer(1), NOW);

        // Then
        assertThat(store.find(key(1), 10, NOW.plus(DAY))).containsExactly(new KadPeer(peer(1).id(), List.of()));
    }

    @Test
    void aPopularKeyKeepsSomeOfItsProvidersAndGivesASample() {
        // Given
        ProviderStore store = store(SMALL);
        for (int i = 0; i < 100; i++) {
            store.add(key(1), peer(i), NOW);
        }

        // When
        Set<KadPeer> seen = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            List<KadPeer> sample = store.find(key(1), 3, NOW);
            assertThat(sample).hasSize(3).doesNotHaveDuplicates();
            seen.addAll(sample);
        }

        // Then
        assertThat(store.size()).isEqualTo(10);
        assertThat(seen).hasSize(10);
    }

    @Test
    void aFloodDrivesOutItselfAndNotOthers() {
        // Given
        ProviderStore store = store(SMALL);
        for (int i = 0; i < 20; i++) {
            store.add(key(i), peer(1), NOW);
        }

        // When
        for (int i = 0; i < 10_000; i++) {
            store.add(key(1_000 + i), peer(2), NOW.plusSeconds(i));
        }

        // Then
        assertThat(store.size()).isLessThanOrEqualTo(160);
        for (int i = 0; i < 20; i++) {
            assertThat(store.find(key(i), 1, NOW)).containsExactly(peer(1));
        }
        assertThat(store.find(key(10_999), 1, NOW.plusSeconds(9_999))).containsExactly(peer(2));
    }

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 30);
    }

    @ParameterizedTest(name = "seed={0}")
    @MethodSource("seeds")
    void answersAsAMapOfSetsWould(long seed) throws P2pException {
        // Given
        SplittableRandom random = new SplittableRandom(seed);
        ProviderLimits roomy = new ProviderLimits(100_000, 1_000, DAY, DAY);
        ProviderStore store = store(roomy);
        Map<Integer, Map<Integer, Instant>> model = new HashMap<>();
        Instant now = NOW;

        // When
        for (int i = 0; i < 3_000; i++) {
            now = now.plusSeconds(random.nextInt(120));
            int key = random.nextInt(300);
            int peer = random.nextInt(20);
            store.add(key(key), peer(peer), now);
            model.computeIfAbsent(key, k -> new HashMap<>()).put(peer, now.plus(DAY));
            if (random.nextInt(500) == 0) {
                store.expire(now);
            }
            if (random.nextInt(1_000) == 0) {
                store = rewritten(store, roomy, now);
            }
        }

        // Then
        for (int key = 0; key < 300; key++) {
            Instant end = now;
            List<PeerId> expected = new ArrayList<>();
            model.getOrDefault(key, Map.of()).forEach((peer, until) -> {
                if (until.isAfter(end)) {
                    expected.add(peer(peer).id());
                }
            });
            assertThat(store.find(key(key), 1_000, now).stream()
                            .map(KadPeer::id)
                            .toList())
                    .containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    private static ProviderStore rewritten(ProviderStore store, ProviderLimits limits, Instant now)
            throws P2pException {
        ValueStore values = values();
        byte[] image = RecordsImage.encode(store, values, 10_000_000);
        ProviderStore again = store(limits);
        RecordsImage.decode(image, again, values, now);
        return again;
    }

    private static ValueStore values() {
        return new ValueStore(
                KadKey.of(new byte[] {1}),
                ValueLimits.STANDARD,
                new RecordValidators(Map.of("v", new CountedValues())));
    }

    @Test
    void anImageStaysWithinItsSizeAndOutlivesNobody() throws P2pException {
        // Given
        ProviderStore store = store(ProviderLimits.STANDARD);
        for (int i = 0; i < 5_000; i++) {
            store.add(key(i), peer(i % 7), NOW);
        }
        ValueStore values = values();
        for (int i = 0; i < 100; i++) {
            values.put(ByteString.copyFromUtf8("/v/" + i), ByteString.copyFromUtf8("1"), NOW);
        }

        // When
        byte[] image = RecordsImage.encode(store, values, 50_000);
        ProviderStore later = store(ProviderLimits.STANDARD);
        ValueStore laterValues = values();
        RecordsImage.decode(image, later, laterValues, NOW.plus(DAY));
        ProviderStore tooLate = store(ProviderLimits.STANDARD);
        RecordsImage.decode(image, tooLate, values(), NOW.plus(DAY.multipliedBy(2)));

        // Then
        assertThat(image.length).isLessThanOrEqualTo(50_000);
        assertThat(later.size()).isBetween(500, 1_000);
        assertThat(laterValues.size()).isEqualTo(100);
        assertThat(tooLate.size()).isZero();
    }
}
