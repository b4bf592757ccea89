package dev.granary.libp2p.kad;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.P2pException;
import dev.granary.libp2p.kad.keyspace.KadKey;
import dev.granary.libp2p.kad.records.RateLimit;
import dev.granary.libp2p.kad.table.AddressGroup;
import dev.granary.libp2p.kad.table.RoutingTable;
import dev.granary.libp2p.kad.wire.KadMessage;
import dev.granary.libp2p.kad.wire.KadPeer;
import dev.granary.libp2p.kad.wire.KadRecord;
import dev.granary.libp2p.kad.wire.MessageType;
import dev.granary.libp2p.multiformats.Multiaddr;
import dev.granary.libp2p.multiformats.Multihash;
import dev.granary.libp2p.multiformats.PeerId;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ResponderTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final KadPeer SELF = peer(0);
    private static final ByteString HASH =
            ByteString.copyFrom(Multihash.sha256(new byte[] {1}).bytes());
    private static final ByteString NAME = ByteString.copyFromUtf8("/v/name");
    private static final ServerLimits FEW = new ServerLimits(
            10,
            2,
            5,
            new RateLimit.Rate(1, 50),
            new RateLimit.Rate(100, 500),
            new RateLimit.Rate(1, 10),
            new RateLimit.Rate(100, 100));

    private final KademliaSettings settings = KademliaSettings.STANDARD
            .withValidators(Map.of("v", new CountedValues()))
            .withLimits(FEW);
    private final RoutingTable table = new RoutingTable(KadKey.of(SELF.id()), settings.table());
    private final Stores stores = Stores.of(KadKey.of(SELF.id()), settings, new SplittableRandom(1));
    private final Responder responder =
            new Responder(table, stores, settings, () -> SELF, id -> new KadPeer(id, List.of()));

    private static KadPeer peer(int number) {
        byte[] key = ByteBuffer.allocate(36).putInt(number).array();
        return KadPeer.of(PeerId.ofEncodedKey(key), List.of(Multiaddr.parse("/ip4/10.0.0.1/tcp/" + (number + 1))));
    }

    private static ByteString bytes(PeerId peer) {
        return ByteString.copyFrom(peer.bytes());
    }

    private KadMessage answer(int from, KadMessage request) throws P2pException {
        return responder.answer(peer(from).id(), request, NOW, 0).orElseThrow();
    }

    private Optional<P2pError> refusal(int from, KadMessage request) {
        try {
            responder.answer(peer(from).id(), request, NOW, 0);
            return Optional.empty();
        } catch (P2pException refused) {
            return Optional.of(refused.error());
        }
    }

    private static KadMessage find(ByteString key) {
        return KadMessage.request(MessageType.FIND_NODE, key);
    }

    private static KadMessage put(ByteString key, ByteString recordKey, String value) {
        KadRecord record = new KadRecord(recordKey, ByteString.copyFromUtf8(value), "2099-01-01T00:00:00Z");
        return new KadMessage(MessageType.PUT_VALUE, key, Optional.of(record), List.of(), List.of());
    }

    @Test
    void ourOwnIdIsNeverAnsweredWithNobody() throws P2pException {
        assertThat(answer(1, find(bytes(SELF.id()))).closer()).containsExactly(SELF);
    }

    @Test
    void theWantedPeerComesFirstAndTheAskerNotAtAll() throws P2pException {
        // Given
        for (int i = 1; i <= 60; i++) {
            table.admit(peer(i), AddressGroup.LOCAL, true, 0);
        }
        KadPeer wanted = table.entries().getFirst().peer();
        KadPeer asker = table.nearest(KadKey.of(wanted.id()), 2).getLast().peer();

        // When
        List<KadPeer> named = responder
                .answer(asker.id(), find(bytes(wanted.id())), NOW, 0)
                .orElseThrow()
                .closer();

        // Then
        assertThat(named).hasSize(20).startsWith(wanted).doesNotContain(asker).doesNotHaveDuplicates();
    }

    @Test
    void aPeerAnnouncesItselfOnlyAndSaysWhereItIs() throws P2pException {
        // Given
        KadPeer lost = new KadPeer(peer(1).id(), List.of());

        // Then
        assertThat(refusal(1, KadMessage.addProvider(HASH, peer(2)))).contains(P2pError.PROTOCOL_VIOLATION);
        assertThat(refusal(1, KadMessage.addProvider(HASH, lost))).contains(P2pError.PROTOCOL_VIOLATION);
        assertThat(refusal(1, KadMessage.request(MessageType.ADD_PROVIDER, HASH)))
                .contains(P2pError.PROTOCOL_VIOLATION);
        assertThat(refusal(1, KadMessage.addProvider(ByteString.copyFrom(new byte[81]), peer(1))))
                .contains(P2pError.LIMIT);
        assertThat(stores.providers().size()).isZero();
        assertThat(refusal(1, KadMessage.addProvider(HASH, peer(1)))).isEmpty();
        assertThat(answer(2, KadMessage.request(MessageType.GET_PROVIDERS, HASH))
                        .providers())
                .containsExactly(peer(1));
    }

    @Test
    void aPopularKeyIsAnsweredWithASample() throws P2pException {
        // Given
        for (int i = 1; i < 50; i++) {
            stores.providers().add(HASH, peer(i), NOW);
        }

        // Then
        assertThat(answer(1, KadMessage.request(MessageType.GET_PROVIDERS, HASH))
                        .providers())
                .hasSize(5);
    }

    @Test
    void aValueIsEchoedAndGivenOutWithATimeOfOurOwn() throws P2pException {
        // When
        KadMessage echo = answer(1, put(NAME, NAME, "5"));
        KadMessage found = answer(2, KadMessage.request(MessageType.GET_VALUE, NAME));

        // Then
        assertThat(echo.record().orElseThrow().value().toStringUtf8()).isEqualTo("5");
        assertThat(found.record()).contains(new KadRecord(NAME, ByteString.copyFromUtf8("5"), NOW.toString()));
    }

    @Test
    void aValueUnderAForeignKeyAnOlderOneAndABadOneAreRefused() throws P2pException {
        // Given
        answer(1, put(NAME, NAME, "5"));

        // Then
        assertThat(refusal(1, put(NAME, ByteString.copyFromUtf8("/v/other"), "6")))
                .contains(P2pError.PROTOCOL_VIOLATION);
        assertThat(refusal(1, put(NAME, NAME, "4"))).contains(P2pError.REFUSED);
        assertThat(refusal(1, put(NAME, NAME, "no number"))).contains(P2pError.MALFORMED);
        assertThat(refusal(1, put(NAME, NAME, "9".repeat(20_000)))).contains(P2pError.LIMIT);
        assertThat(refusal(1, KadMessage.request(MessageType.PUT_VALUE, NAME))).contains(P2pError.MALFORMED);
        assertThat(refusal(1, find(ByteString.EMPTY))).contains(P2pError.MALFORMED);
    }

    @Test
    void aFloodIsCutForEachPeerAndForAll() {
        // Given
        for (int i = 0; i < 50; i++) {
            assertThat(refusal(1, find(HASH))).isEmpty();
        }

        // Then
        assertThat(refusal(1, find(HASH))).contains(P2pError.LIMIT);
        assertThat(refusal(2, find(HASH))).isEmpty();
        int refused = 0;
        for (int i = 0; i < 200; i++) {
            refused += refusal(i, KadMessage.addProvider(HASH, peer(i))).isPresent() ? 1 : 0;
        }
        assertThat(refused).isEqualTo(100);
    }

    @Test
    void aPingIsAnswered() throws P2pException {
        assertThat(answer(1, KadMessage.request(MessageType.PING, ByteString.EMPTY))
                        .type())
                .isEqualTo(MessageType.PING);
    }
}
