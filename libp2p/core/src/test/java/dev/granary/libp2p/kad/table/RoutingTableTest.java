package dev.granary.libp2p.kad.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.granary.libp2p.kad.keyspace.KadKey;
import dev.granary.libp2p.kad.wire.KadPeer;
import dev.granary.libp2p.multiformats.Multiaddr;
import dev.granary.libp2p.multiformats.PeerId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RoutingTableTest {
    private static final KadKey SELF = KadKey.of(new byte[] {9, 9});
    private static final TableSettings SMALL = new TableSettings(2, 3, 2, true, Duration.ofSeconds(1));

    private final SplittableRandom random = new SplittableRandom(7);

    private static PeerId id(SplittableRandom random) {
        byte[] key = new byte[36];
        random.nextBytes(key);
        return PeerId.ofEncodedKey(key);
    }

    /** A peer that shares exactly {@code prefix} bits with us. */
    private KadPeer peer(int prefix) {
        for (; ; ) {
            PeerId id = id(random);
            if (SELF.commonPrefix(KadKey.of(id)) == prefix) {
                return KadPeer.of(id, List.of(Multiaddr.parse("/ip4/10.0.0.1/tcp/1")));
            }
        }
    }

    private static Admission admit(RoutingTable table, KadPeer peer) {
        return table.admit(peer, AddressGroup.LOCAL, true, 0);
    }

    @Test
    void theLastBucketUnfoldsUntilANewcomerHasAPlace() {
        // Given
        RoutingTable table = new RoutingTable(SELF, SMALL);
        admit(table, peer(5));
        admit(table, peer(5));

        // When
        Admission third = admit(table, peer(5));
        Admission shallower = admit(table, peer(3));
        Admission deeper = admit(table, peer(6));

        // Then
        assertThat(third).isEqualTo(new Admission.Refused(Admission.Reason.BUCKET_FULL));
        assertThat(shallower).isEqualTo(new Admission.Added(Optional.empty()));
        assertThat(deeper).isEqualTo(new Admission.Added(Optional.empty()));
        assertThat(table.size()).isEqualTo(4);
        assertThat(table.hasRoom(KadKey.of(peer(5).id()), AddressGroup.LOCAL)).isFalse();
        assertThat(table.hasRoom(KadKey.of(peer(6).id()), AddressGroup.LOCAL)).isTrue();
    }

    @Test
    void onlyWhoIsNotProvenHasToGoForANewcomer() {
        // Given
        RoutingTable table = new RoutingTable(SELF, SMALL);
        KadPeer unproven = peer(0);
        table.admit(unproven, AddressGroup.LOCAL, false, 0);
        admit(table, peer(0));

        // When
        Admission first = admit(table, peer(0));
        Admission second = admit(table, peer(0));

        // Then
        assertThat(first).isEqualTo(new Admission.Added(Optional.of(unproven.id())));
        assertThat(second).isEqualTo(new Admission.Refused(Admission.Reason.BUCKET_FULL));
    }

    @Test
    void whoWasUsefulStaysAndSoDoesEverybodyOnceTheTableIsSettled() {
        // Given
        RoutingTable table = new RoutingTable(SELF, SMALL);
        KadPeer useful = peer(0);
        table.admit(useful, AddressGroup.LOCAL, false, 0);
        table.admit(peer(0), AddressGroup.LOCAL, false, 0);
        table.used(useful.id());

        // When
        table.forgetUse();
        Admission first = table.admit(peer(0), AddressGroup.LOCAL, false, 0);
        table.settle();
        Admission second = admit(table, peer(0));

        // Then
        assertThat(first).isInstanceOf(Admission.Added.class);
        assertThat(table.find(useful.id())).isPresent();
        assertThat(second).isEqualTo(new Admission.Refused(Admission.Reason.BUCKET_FULL));
    }

    @Test
    void oneHandHoldsThreePlacesAndTwoAtOneDistance() {
        // Given
        RoutingTable table = new RoutingTable(SELF, TableSettings.STANDARD);
        long group = AddressGroup.of(Multiaddr.parse("/ip4/11.22.0.1/tcp/1"));
        List<Admission> admissions = new ArrayList<>();

        // When
        for (int prefix : new int[] {0, 0, 0, 1, 2}) {
            admissions.add(table.admit(peer(prefix), group, true, 0));
        }

        // Then
        Admission added = new Admission.Added(Optional.empty());
        Admission refused = new Admission.Refused(Admission.Reason.GROUP_FULL);
        assertThat(admissions).containsExactly(added, added, refused, added, refused);
        assertThat(admit(table, peer(0))).isEqualTo(added);
    }

    @Test
    void whoHasNoAddressThatCountsIsRefusedWhereAddressesCount() {
        // Given
        TableSettings strict = new TableSettings(20, 3, 2, false, Duration.ofSeconds(1));
        RoutingTable table = new RoutingTable(SELF, strict);

        // Then
        assertThat(table.admit(peer(0), AddressGroup.LOCAL, true, 0))
                .isEqualTo(new Admission.Refused(Admission.Reason.NO_ADDRESS));
        assertThat(new RoutingTable(SELF, TableSettings.STANDARD).admit(peer(0), AddressGroup.UNKNOWN, true, 0))
                .isEqualTo(new Admission.Refused(Admission.Reason.NO_ADDRESS));
    }

    @Test
    void whoGrowsTooSlowHasToGo() {
        // Given
        RoutingTable table = new RoutingTable(SELF, SMALL);
        KadPeer slow = peer(0);
        admit(table, slow);

        // When
        boolean fast = table.heard(slow.id(), 5, 100_000);
        for (int i = 0; i < 10; i++) {
            table.heard(slow.id(), 6, 9_000_000);
        }

        // Then
        assertThat(fast).isTrue();
        assertThat(table.find(slow.id())).isEmpty();
        assertThat(table.size()).isZero();
    }

    @Test
    void aPeerThatMovedIsKnownByItsNewAddress() {
        // Given
        RoutingTable table = new RoutingTable(SELF, SMALL);
        KadPeer peer = peer(4);
        admit(table, peer);
        KadPeer moved = KadPeer.of(peer.id(), List.of(Multiaddr.parse("/ip4/10.0.0.2/tcp/2")));

        // When
        Admission again = admit(table, moved);

        // Then
        assertThat(again).isEqualTo(new Admission.Known());
        assertThat(table.entries()).extracting(TableEntry::peer).containsExactly(moved);
    }

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 40);
    }

    @ParameterizedTest(name = "seed={0}")
    @MethodSource("seeds")
    void theNearestAreThoseOfASortedListWhateverWasAddedAndRemoved(long seed) {
        SplittableRandom chance = new SplittableRandom(seed);
        // Given
        RoutingTable table = new RoutingTable(SELF, new TableSettings(8, 0, 0, true, Duration.ofSeconds(1)));
        List<KadPeer> inside = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            if (!inside.isEmpty() && chance.nextInt(4) == 0) {
                KadPeer gone = inside.remove(chance.nextInt(inside.size()));
                assertThat(table.remove(gone.id())).isTrue();
            } else {
                KadPeer peer = KadPeer.of(id(chance), List.of());
                boolean room = table.hasRoom(KadKey.of(peer.id()), AddressGroup.LOCAL);
                Admission admission = admit(table, peer);
                assertThat(admission instanceof Admission.Added).isEqualTo(room);
                if (room) {
                    inside.add(peer);
                }
            }
        }
        KadKey target = KadKey.of(id(chance));
        int count = chance.nextInt(1, 30);

        // When
        List<TableEntry> nearest = table.nearest(target, count);

        // Then
        List<PeerId> expected = inside.stream()
                .map(KadPeer::id)
                .sorted(Comparator.comparing(KadKey::of, target::compareDistances))
                .limit(count)
                .toList();
        assertThat(nearest).extracting(entry -> entry.peer().id()).isEqualTo(expected);
        assertThat(table.size()).isEqualTo(inside.size());
        assertThat(table.entries()).hasSize(inside.size());
    }
}
