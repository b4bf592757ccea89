package dev.granary.libp2p.simulation.scenario;

import dev.granary.libp2p.kad.keyspace.KadKey;
import dev.granary.libp2p.kad.wire.KadPeer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** Looks up random keys from random hosts, and judges what comes back. */
final class Lookups {
    private static final int KEY = 32;
    private static final int RESULTS = 20;
    private static final double MILLIS = 1e6;

    private final DhtWorld world;
    private final Predicate<DhtNode> asking;
    private final Duration settled;
    private final List<Integer> hops = new ArrayList<>();
    private final List<Long> times = new ArrayList<>();
    private long begun;
    private long ended;
    private long exact;

    /**
     * @param asking who looks up, and who is to be found
     * @param settled how long a host must have been there to be missed
     */
    Lookups(DhtWorld world, Predicate<DhtNode> asking, Duration settled) {
        this.world = world;
        this.asking = asking;
        this.settled = settled;
    }

    /** Begins {@code count} lookups, spread over {@code time}, and waits until they are over. */
    void run(int count, Duration time) {
        for (int i = 0; i < count; i++) {
            world.simulation().loop().schedule(time.multipliedBy(i).dividedBy(count), this::begin);
        }
        world.simulation().run(time);
        world.simulation().runUntil(() -> ended == begun, Duration.ofMinutes(2));
    }

    private void begin() {
        DhtNode node = world.someone(one -> asking.test(one) && one.isOlderThan(settled))
                .orElseThrow();
        byte[] key = new byte[KEY];
        world.random().nextBytes(key);
        begun++;
        long start = world.simulation().loop().nanoTime();
        node.kad().closestPeers(key).whenComplete((peers, failure) -> end(node, KadKey.of(key), peers, start));
    }

    private void end(DhtNode node, KadKey target, List<KadPeer> peers, long start) {
        ended++;
        Duration age = settled.plusNanos(world.simulation().loop().nanoTime() - start);
        List<KadKey> found = peers.stream().map(peer -> KadKey.of(peer.id())).toList();
        Predicate<DhtNode> meant = one -> one.serves() && asking.test(one) && !one.equals(node) && one.isOlderThan(age);
        boolean good = found.size()
                        >= Math.min(
                                RESULTS, world.alive().stream().filter(meant).count())
                && world.isExact(target, found, meant);
        exact += good ? 1 : 0;
        hops.add(node.hops());
        times.add(node.took().toNanos());
    }

    Figure exact(double least) {
        // a lookup whose host has left says nothing; one that never ended is a failure
        return Figure.atLeast("lookups that found the exact 20 nearest", exact, begun, least);
    }

    Figure rounds(int fewerThan) {
        int[] sorted = hops.stream().mapToInt(Integer::intValue).sorted().toArray();
        int median = sorted.length == 0 ? fewerThan : sorted[sorted.length / 2];
        return new Figure("median of rounds", Integer.toString(median), "under " + fewerThan, median < fewerThan, 0, 0);
    }

    Figure times() {
        long[] sorted = times.stream().mapToLong(Long::longValue).sorted().toArray();
        return Figure.told(
                "lookup p50, p95, slowest",
                String.format(
                        Locale.ROOT, "%.0f ms, %.0f ms, %.0f ms", at(sorted, 0.5), at(sorted, 0.95), at(sorted, 1)));
    }

    private static double at(long[] sorted, double share) {
        return sorted.length == 0
                ? 0
                : sorted[(int) Math.min(sorted.length - 1L, (long) (share * sorted.length))] / MILLIS;
    }
}
