package dev.granary.libp2p.kad.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.granary.libp2p.kad.keyspace.KadKey;
import dev.granary.libp2p.kad.wire.KadPeer;
import dev.granary.libp2p.multiformats.PeerId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetSizeEstimatorTest {
    private static List<KadPeer> peers(int count, SplittableRandom random) {
        List<KadPeer> peers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] key = new byte[36];
            random.nextBytes(key);
            peers.add(new KadPeer(PeerId.ofEncodedKey(key), List.of()));
        }
        return peers;
    }

    private static List<KadPeer> nearest(KadKey target, List<KadPeer> peers) {
        Map<KadKey, KadPeer> byDistance = new TreeMap<>(target::compareDistances);
        peers.forEach(peer -> byDistance.put(KadKey.of(peer.id()), peer));
        return byDistance.values().stream().limit(20).toList();
    }

    private static KadKey key(SplittableRandom random) {
        return new KadKey(random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong());
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 1_000, 5_000})
    void countsTheNetworkToWithinAFifthFromTwentyLookups(int size) {
        // Given
        SplittableRandom random = new SplittableRandom(size);
        List<KadPeer> peers = peers(size, random);
        NetSizeEstimator estimator = new NetSizeEstimator(20);

        // When
        for (int i = 0; i < 20; i++) {
            KadKey target = key(random);
            estimator.found(target, nearest(target, peers), i);
        }

        // Then
        assertThat(estimator.peers(20).orElseThrow()).isBetween(size * 0.8, size * 1.2);
    }

    @Test
    void saysNothingFromFewOrOldOrPartialLookups() {
        // Given
        SplittableRandom random = new SplittableRandom(1);
        List<KadPeer> peers = peers(100, random);
        NetSizeEstimator estimator = new NetSizeEstimator(20);
        for (int i = 0; i < 4; i++) {
            KadKey target = key(random);
            estimator.found(target, nearest(target, peers), 0);
        }

        // When
        estimator.found(key(random), peers.subList(0, 19), 0);
        boolean few = estimator.peers(0).isPresent();
        estimator.found(key(random), nearest(key(random), peers), 0);
        boolean enough = estimator.peers(0).isPresent();
        boolean old = estimator.peers(Duration.ofHours(2).toNanos() + 1).isPresent();

        // Then
        assertThat(List.of(few, enough, old)).containsExactly(false, true, false);
    }

    @Test
    void whoIsNearEnoughIsNearlyAlwaysAmongTheNearest() {
        // Given
        SplittableRandom random = new SplittableRandom(3);
        List<KadPeer> peers = peers(2_000, random);
        OptimisticRule rule = new OptimisticRule(2_000, 20);
        int near = 0;
        int right = 0;
        int settled = 0;

        // When
        for (int i = 0; i < 100; i++) {
            KadKey target = key(random);
            List<KadPeer> nearest = nearest(target, peers);
            settled += rule.areNear(target, nearest) ? 1 : 0;
            for (KadPeer peer : peers) {
                if (rule.isNear(target, KadKey.of(peer.id()))) {
                    near++;
                    right += nearest.contains(peer) ? 1 : 0;
                }
            }
        }

        // Then
        assertThat(near).isGreaterThan(1_000);
        assertThat((double) right / near).isGreaterThan(0.9);
        assertThat(settled).isGreaterThan(80);
        assertThat(rule.areNear(key(random), peers.subList(0, 20))).isFalse();
    }

    @Test
    void timeoutsFollowTheNetwork() {
        // Given
        ResponseTimes times = new ResponseTimes(Duration.ofMillis(10), Duration.ofSeconds(10));
        Duration before = times.timeout();

        // When
        for (int i = 0; i < 95; i++) {
            times.took(Duration.ofMillis(100).toNanos());
        }
        Duration usual = times.timeout();
        for (int i = 0; i < 64; i++) {
            times.took(1_000);
        }

        // Then
        assertThat(before).isEqualTo(Duration.ofSeconds(10));
        assertThat(usual).isEqualTo(Duration.ofMillis(150));
        assertThat(times.timeout()).isEqualTo(Duration.ofMillis(10));
        assertThat(times.patience()).isEqualTo(1_000);
    }
}
