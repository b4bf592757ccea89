package dev.granary.libp2p.kad.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.P2pException;
import dev.granary.libp2p.RandomBytes;
import dev.granary.libp2p.identity.PrivateKey;
import dev.granary.libp2p.multiformats.Multiaddr;
import dev.granary.libp2p.multiformats.PeerId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KadMessageTest {
    static final PeerId PEER =
            PrivateKey.ofEd25519Seed(new byte[32]).publicKey().peerId();
    private static final ByteString KEY = ByteString.copyFromUtf8("/pk/somebody");
    private static final KadPeer SOMEBODY = KadPeer.of(PEER, List.of(Multiaddr.parse("/ip4/127.0.0.1/tcp/4001")));
    static final KadMessage FULL = new KadMessage(
            MessageType.GET_PROVIDERS,
            KEY,
            Optional.of(new KadRecord(KEY, ByteString.copyFromUtf8("value"), "2026-01-01T00:00:00Z")),
            List.of(SOMEBODY, KadPeer.of(PEER, List.of())),
            List.of(SOMEBODY));

    private interface Fields {
        void write(CodedOutputStream out) throws IOException;
    }

    private static byte[] bytes(Fields fields) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        fields.write(out);
        out.flush();
        return bytes.toByteArray();
    }

    private static void assertRefused(byte[] bytes, P2pError error) {
        assertThatThrownBy(() -> KadMessage.decode(bytes))
                .isInstanceOfSatisfying(P2pException.class, refused -> assertThat(refused.error())
                        .isEqualTo(error));
    }

    @Test
    void isReadAsItWasWritten() throws P2pException {
        assertThat(KadMessage.decode(FULL.encode())).isEqualTo(FULL);
        assertThat(SOMEBODY.readableAddresses()).containsExactly(Multiaddr.parse("/ip4/127.0.0.1/tcp/4001"));
    }

    @Test
    void looksOnTheWireAsOthersWriteIt() {
        // Given (the fields of go-libp2p-kad-dht's dht.proto, written out by hand)
        String peer = "0a26" + HexFormat.of().formatHex(PEER.bytes()) + "1208" + "047f000001060fa1";

        // Then
        assertThat(HexFormat.of()
                        .formatHex(KadMessage.request(MessageType.FIND_NODE, ByteString.copyFromUtf8("ab"))
                                .encode()))
                .isEqualTo("0804" + "12026162");
        assertThat(HexFormat.of()
                        .formatHex(KadMessage.addProvider(ByteString.copyFromUtf8("ab"), SOMEBODY)
                                .encode()))
                .isEqualTo("0802" + "12026162" + "4a32" + peer);
        assertThat(HexFormat.of()
                        .formatHex(KadMessage.putValue(
                                        new KadRecord(ByteString.copyFromUtf8("k"), ByteString.copyFromUtf8("v"), ""))
                                .encode()))
                .isEqualTo("12016b" + "1a06" + "0a016b" + "120176");
    }

    @Test
    void theTypeThatIsZeroMayBeLeftOut() throws P2pException {
        assertThat(KadMessage.decode(new byte[0]).type()).isEqualTo(MessageType.PUT_VALUE);
    }

    @Test
    void fieldsThatAreNotKnownAreLeftOut() throws IOException, P2pException {
        // Given
        byte[] bytes = bytes(out -> {
            out.writeUInt32(1, 4);
            out.writeInt32(10, 3); // the cluster level of old implementations
            out.writeString(100, "from the future");
            out.writeString(2, "key");
        });

        // Then
        assertThat(KadMessage.decode(bytes))
                .isEqualTo(KadMessage.request(MessageType.FIND_NODE, ByteString.copyFromUtf8("key")));
    }

    @Test
    void anAddressOrAPeerThatIsNotUnderstoodCostsItselfOnly() throws IOException, P2pException {
        // Given
        byte[] strange = bytes(out -> out.writeByteArray(1, new byte[] {0x55, 1, 7}));
        byte[] mixed = bytes(out -> {
            out.writeByteArray(1, PEER.bytes());
            out.writeByteArray(2, new byte[] {(byte) 0xff, (byte) 0xff, 0x7f});
            out.writeByteArray(2, Multiaddr.parse("/ip4/1.2.3.4/tcp/1").bytes());
            out.writeByteArray(2, new byte[KadPeer.LONGEST_ADDRESS + 1]);
        });

        // When
        KadMessage read = KadMessage.decode(bytes(out -> {
            out.writeUInt32(1, 4);
            out.writeByteArray(8, strange);
            out.writeByteArray(8, mixed);
        }));

        // Then
        assertThat(read.closer()).hasSize(1);
        assertThat(read.closer().getFirst().readableAddresses()).containsExactly(Multiaddr.parse("/ip4/1.2.3.4/tcp/1"));
    }

    @Test
    void morePeersThanAnHonestAnswerHoldsAreNotRead() throws P2pException {
        // Given
        KadMessage flood = new KadMessage(
                MessageType.FIND_NODE,
                KEY,
                Optional.empty(),
                Collections.nCopies(5_000, SOMEBODY),
                Collections.nCopies(5_000, SOMEBODY));

        // When
        KadMessage read = KadMessage.decode(flood.encode());

        // Then
        assertThat(read.closer()).hasSize(KadMessage.MOST_CLOSER);
        assertThat(read.providers()).hasSize(KadMessage.MOST_PROVIDERS);
    }

    @Test
    void aPeerWithTooManyAddressesLosesTheRest() throws P2pException {
        // Given
        KadPeer many = new KadPeer(PEER, Collections.nCopies(100, ByteString.copyFromUtf8("x")));

        // When
        KadMessage read = KadMessage.decode(KadMessage.addProvider(KEY, many).encode());

        // Then
        assertThat(read.providers().getFirst().addresses()).hasSize(KadPeer.MOST_ADDRESSES);
    }

    @Test
    void keysAndValuesAreRefusedBeyondTheirSize() throws IOException {
        byte[] longValue = bytes(out -> out.writeByteArray(2, new byte[KadMessage.LONGEST_VALUE + 1]));
        byte[] longTime = bytes(out -> out.writeByteArray(5, new byte[65]));

        // Then
        assertRefused(bytes(out -> out.writeByteArray(2, new byte[KadMessage.LONGEST_KEY + 1])), P2pError.LIMIT);
        assertRefused(bytes(out -> out.writeByteArray(3, longValue)), P2pError.LIMIT);
        assertRefused(bytes(out -> out.writeByteArray(3, longTime)), P2pError.LIMIT);
    }

    @Test
    void whatIsNoMessageIsRefused() throws IOException {
        assertRefused(bytes(out -> out.writeInt32(1, 6)), P2pError.MALFORMED);
        assertRefused(bytes(out -> out.writeInt32(1, -1)), P2pError.MALFORMED);
        assertRefused(new byte[] {0x12, 0x7f}, P2pError.MALFORMED);
        assertRefused(new byte[] {0x42, 0x02, 0x0a, 0x7f}, P2pError.MALFORMED);
        assertRefused(new byte[] {0x1a, (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x0f}, P2pError.MALFORMED);
        assertRefused(bytes(out -> out.writeByteArray(3, new byte[] {0x2a, 1, (byte) 0xff})), P2pError.MALFORMED);
    }

    @ParameterizedTest(name = "seed={0}")
    @ValueSource(longs = {1, 2, 3})
    void anyBytesAreReadOrRefused(long seed) {
        RandomBytes.assertOnlyTypedFailures(seed, List.of(FULL.encode()), KadMessage::decode);
        RandomBytes.assertOnlyTypedFailures(
                seed, List.of(PeerList.encode(List.of(SOMEBODY, SOMEBODY))), PeerList::decode);
    }

    @Test
    void aListOfPeersIsReadAsItWasWritten() throws P2pException {
        // Given
        List<KadPeer> peers = List.of(SOMEBODY, KadPeer.of(PEER, List.of()));

        // Then
        assertThat(PeerList.decode(PeerList.encode(peers))).isEqualTo(peers);
    }
}
