package dev.granary.libp2p.kad;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.google.protobuf.ByteString;
import dev.granary.libp2p.kad.keyspace.KadKey;
import dev.granary.libp2p.kad.records.RecordsImage;
import dev.granary.libp2p.kad.wire.KadPeer;
import dev.granary.libp2p.multiformats.Multiaddr;
import dev.granary.libp2p.multiformats.PeerId;
import dev.granary.libp2p.testkit.Refusal;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** A snapshot was damaged while nobody looked. */
class SnapshotFuzzTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final KadPeer PEER =
            KadPeer.of(PeerId.ofEncodedKey(new byte[36]), List.of(Multiaddr.parse("/ip4/10.0.0.1/tcp/1")));

    private static Stores stores() {
        return Stores.of(KadKey.of(PEER.id()), KademliaSettings.STANDARD, new SplittableRandom(1));
    }

    static Stream<byte[]> snapshots() {
        Stores stores = stores();
        ByteString key = ByteString.copyFromUtf8("something");
        stores.providers().add(key, PEER, NOW);
        byte[] records = RecordsImage.encode(stores.providers(), stores.values(), 10_000);
        return Stream.of(Snapshot.encode(List.of(PEER), records, List.of(key)));
    }

    @MethodSource("snapshots")
    @FuzzTest(maxDuration = "1m")
    void snapshot(byte[] bytes) {
        Refusal.orElse(() -> {
            Snapshot read = Snapshot.decode(bytes);
            Stores stores = stores();
            RecordsImage.decode(read.records().toByteArray(), stores.providers(), stores.values(), NOW);
        });
    }
}
