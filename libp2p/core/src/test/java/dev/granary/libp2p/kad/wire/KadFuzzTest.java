package dev.granary.libp2p.kad.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.granary.libp2p.testkit.Refusal;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** A remote says anything to the DHT. */
class KadFuzzTest {
    static Stream<byte[]> messages() {
        return Stream.of(
                KadMessageTest.FULL.encode(),
                KadMessage.request(MessageType.FIND_NODE, KadMessageTest.FULL.key())
                        .encode(),
                KadMessage.putValue(KadMessageTest.FULL.record().orElseThrow()).encode());
    }

    static Stream<byte[]> lists() {
        return Stream.of(PeerList.encode(KadMessageTest.FULL.closer()), PeerList.encode(List.of()));
    }

    @MethodSource("messages")
    @FuzzTest(maxDuration = "1m")
    void kadMessage(byte[] bytes) {
        Refusal.orElse(() -> {
            KadMessage message = KadMessage.decode(bytes);
            message.closer().forEach(KadPeer::readableAddresses);
            assertThat(KadMessage.decode(message.encode())).isEqualTo(message);
        });
    }

    @MethodSource("lists")
    @FuzzTest(maxDuration = "1m")
    void peerList(byte[] bytes) {
        Refusal.orElse(() -> {
            List<KadPeer> peers = PeerList.decode(bytes);
            assertThat(PeerList.decode(PeerList.encode(peers))).isEqualTo(peers);
        });
    }
}
