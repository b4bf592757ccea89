package dev.granary.libp2p.kad.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.granary.libp2p.kad.keyspace.KadKey;
import dev.granary.libp2p.kad.table.AddressGroup;
import dev.granary.libp2p.kad.wire.KadPeer;
import dev.granary.libp2p.multiformats.Multiaddr;
import dev.granary.libp2p.multiformats.PeerId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LookupTest {
    private static final KadKey TARGET = KadKey.of(new byte[] {1});
    private static final long PATIENCE = 100;
    private static final LookupSettings SMALL = new LookupSettings(4, 2, 2, 0, true, 50, Duration.ofNanos(10_000));

    private static KadPeer peer(SplittableRandom random, String address) {
        byte[] key = new byte[36];
        random.nextBytes(key);
        return KadPeer.of(PeerId.ofEncodedKey(key), List.of(Multiaddr.parse(address)));
    }

    /** Peers of the own network, the nearest to the target first. */
    private static List<KadPeer> peers(int count, SplittableRandom random) {
        List<KadPeer> peers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            peers.add(peer(random, "/ip4/10.0.0.1/tcp/1"));
        }
        peers.sort(Comparator.comparing(one -> KadKey.of(one.id()), TARGET::compareDistances));
        return peers;
    }

    private static KadPeer asked(LookupStep step) {
        assertThat(step).isInstanceOf(LookupStep.Ask.class);
        return ((LookupStep.Ask) step).peer();
    }

    private static void answer(Walk walk, KadPeer from, List<KadPeer> closer) {
        walk.answered(from.id(), AddressGroup.LOCAL, closer);
    }

    @Test
    void theNearestAreAskedFirstAndNoMoreThanAllowedAtOnce() {
        // Given
        List<KadPeer> peers = peers(6, new SplittableRandom(1));
        Lookup lookup = new Lookup(TARGET, peers.reversed(), SMALL, 0);

        // When
        KadPeer first = asked(lookup.next(0, PATIENCE));
        KadPeer second = asked(lookup.next(0, PATIENCE));
        LookupStep third = lookup.next(0, PATIENCE);

        // Then
        assertThat(List.of(first, second)).isEqualTo(peers.subList(0, 2));
        assertThat(third).isEqualTo(new LookupStep.Await(PATIENCE));
    }

    @Test
    void aLateAnswerMakesRoomForAnotherQuestion() {
        // Given
        List<KadPeer> peers = peers(6, new SplittableRandom(2));
        Lookup lookup = new Lookup(TARGET, peers, SMALL, 0);
        asked(lookup.next(0, PATIENCE));
        asked(lookup.next(50, PATIENCE));

        // When
        KadPeer third = asked(lookup.next(100, PATIENCE));
        LookupStep fourth = lookup.next(100, PATIENCE);

        // Then
        assertThat(third).isEqualTo(peers.get(2));
        assertThat(fourth).isEqualTo(new LookupStep.Await(150));
    }

    @Test
    void onceTheNearestHaveAnsweredAllThatMayBeResultsAreAskedAtOnce() {
        // Given
        List<KadPeer> peers = peers(6, new SplittableRandom(3));
        Lookup lookup = new Lookup(TARGET, peers, SMALL, 0);
        answer(lookup, asked(lookup.next(0, PATIENCE)), List.of());
        answer(lookup, asked(lookup.next(0, PATIENCE)), List.of());

        // When
        KadPeer third = asked(lookup.next(1, PATIENCE));
        KadPeer fourth = asked(lookup.next(1, PATIENCE));
        LookupStep waiting = lookup.next(1, PATIENCE);
        answer(lookup, fourth, List.of());
        answer(lookup, third, List.of());

        // Then
        assertThat(waiting).isEqualTo(new LookupStep.Await(10_000));
        assertThat(lookup.next(2, PATIENCE)).isEqualTo(new LookupStep.Finished());
        assertThat(lookup.nearestAnswered()).isEqualTo(peers.subList(0, 4));
        assertThat(lookup.asked()).isEqualTo(4);
    }

    @Test
    void whoFailsIsNoResultAndTheNextOneIs() {
        // Given
        List<KadPeer> peers = peers(5, new SplittableRandom(4));
        Lookup lookup = new Lookup(TARGET, peers, SMALL, 0);

        // When
        lookup.failed(asked(lookup.next(0, PATIENCE)).id());
        for (int i = 0; i < 4; i++) {
            answer(lookup, asked(lookup.next(0, PATIENCE)), List.of());
        }

        // Then
        assertThat(lookup.next(0, PATIENCE)).isEqualTo(new LookupStep.Finished());
        assertThat(lookup.nearestAnswered()).isEqualTo(peers.subList(1, 5));
    }

    @Test
    void theDeadlineEndsItWithWhatThereIs() {
        // Given
        List<KadPeer> peers = peers(5, new SplittableRandom(5));
        Lookup lookup = new Lookup(TARGET, peers, SMALL, 0);
        answer(lookup, asked(lookup.next(0, PATIENCE)), List.of());

        // Then
        assertThat(lookup.next(10_000, PATIENCE)).isEqualTo(new LookupStep.Finished());
        assertThat(lookup.nearestAnswered()).containsExactly(peers.getFirst());
    }

    @Test
    void answersThatNobodyAskedForAreOfNoEffect() {
        // Given
        List<KadPeer> peers = peers(3, new SplittableRandom(6));
        Lookup lookup = new Lookup(TARGET, peers.subList(0, 1), SMALL, 0);

        // When
        answer(lookup, peers.get(0), List.of(peers.get(1)));
        answer(lookup, peers.get(2), List.of(peers.get(1)));

        // Then
        assertThat(lookup.nearestHeard()).containsExactly(peers.getFirst());
        assertThat(lookup.nearestAnswered()).isEmpty();
    }

    @Test
    void whoHasNobodyToAskIsFinished() {
        assertThat(new Lookup(TARGET, List.of(), SMALL, 0).next(0, PATIENCE)).isEqualTo(new LookupStep.Finished());
    }

    @Test
    void ofOneHandOnlyAFewAreResultsHoweverNearTheyAre() {
        // Given
        SplittableRandom random = new SplittableRandom(7);
        LookupSettings diverse = new LookupSettings(4, 10, 2, 2, true, 1_000, Duration.ofSeconds(1));
        List<KadPeer> sybils = new ArrayList<>();
        while (sybils.size() < 10) {
            KadPeer sybil = peer(random, "/ip4/11.22.33.44/tcp/1");
            if (TARGET.commonPrefix(KadKey.of(sybil.id())) >= 8) {
                sybils.add(sybil);
            }
        }
        List<KadPeer> honest = peers(20, random);
        List<KadPeer> seeds = new ArrayList<>(sybils);
        seeds.addAll(honest);
        Lookup lookup = new Lookup(TARGET, seeds, diverse, 0);

        // When
        while (lookup.next(0, PATIENCE) instanceof LookupStep.Ask(KadPeer peer)) {
            long group = AddressGroup.of(peer);
            lookup.answered(peer.id(), group, sybils);
        }

        // Then
        assertThat(lookup.nearestAnswered()).hasSize(4).containsAll(honest.subList(0, 2));
        assertThat(lookup.asked()).isEqualTo(4);
    }

    @Test
    void aFloodOfNamesIsForgottenFromTheFarEndOn() {
        // Given
        SplittableRandom random = new SplittableRandom(8);
        List<KadPeer> many = peers(500, random);
        Lookup lookup = new Lookup(TARGET, many.subList(499, 500), SMALL, 0);

        // When
        answer(lookup, asked(lookup.next(0, PATIENCE)), many.reversed());

        // Then
        assertThat(lookup.nearestHeard()).isEqualTo(many.subList(0, 4));
    }

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 200);
    }

    /** A network in which everybody knows some others, a part is dead, and some answer with nothing but each other. */
    @ParameterizedTest(name = "seed={0}")
    @MethodSource("seeds")
    void everyWalkEndsAsksNobodyTwiceAndFindsTheNearestThatLive(long seed) {
        // Given
        SplittableRandom random = new SplittableRandom(seed);
        int size = random.nextInt(30, 300);
        List<KadPeer> peers = peers(size, random);
        Set<PeerId> dead = new HashSet<>();
        peers.forEach(peer -> {
            if (random.nextInt(5) == 0) {
                dead.add(peer.id());
            }
        });
        LookupSettings settings = new LookupSettings(20, 10, 3, 3, true, 1_000, Duration.ofSeconds(100));
        List<KadPeer> seedPeers = List.of(peers.get(random.nextInt(size)), peers.get(size - 1), peers.get(size - 2));
        Walk walk = seed % 2 == 0
                ? new Lookup(TARGET, seedPeers, settings, 0)
                : new DisjointWalk(TARGET, seedPeers, settings, 3, 0);

        // When
        List<PeerId> asked = play(walk, peers, dead, random);

        // Then
        assertThat(asked).doesNotHaveDuplicates();
        assertThat(walk.asked()).isEqualTo(asked.size());
        if (asked.stream().anyMatch(one -> !dead.contains(one))) {
            assertThat(walk.nearestAnswered())
                    .isEqualTo(peers.stream()
                            .filter(peer -> !dead.contains(peer.id()))
                            .limit(20)
                            .toList());
        }
    }

    private static List<PeerId> play(Walk walk, List<KadPeer> peers, Set<PeerId> dead, SplittableRandom random) {
        List<PeerId> asked = new ArrayList<>();
        List<KadPeer> inFlight = new ArrayList<>();
        long now = 0;
        for (; ; ) {
            switch (walk.next(now, PATIENCE)) {
                case LookupStep.Ask(KadPeer peer) -> {
                    asked.add(peer.id());
                    inFlight.add(peer);
                }
                case LookupStep.Await(long until) -> {
                    assertThat(until).isGreaterThan(now);
                    assertThat(inFlight).isNotEmpty();
                    KadPeer next = inFlight.remove(random.nextInt(inFlight.size()));
                    now += random.nextInt(50);
                    if (dead.contains(next.id())) {
                        walk.failed(next.id());
                    } else {
                        answer(walk, next, known(next, peers, random));
                    }
                }
                case LookupStep.Finished() -> {
                    return asked;
                }
            }
        }
    }

    /** The nearest to the target, some neighbours and some others: what an honest table yields. */
    private static List<KadPeer> known(KadPeer of, List<KadPeer> peers, SplittableRandom random) {
        int place = peers.indexOf(of);
        List<KadPeer> known = new ArrayList<>(
                peers.subList(Math.max(0, place / 2 - 40), Math.min(peers.size(), Math.max(place / 2, 40))));
        for (int i = 0; i < 5; i++) {
            known.add(peers.get(random.nextInt(peers.size())));
        }
        return known;
    }
}
