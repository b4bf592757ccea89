package dev.granary.libp2p.identify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.granary.libp2p.P2pException;
import dev.granary.libp2p.identity.PeerRecord;
import dev.granary.libp2p.identity.PublicKey;
import dev.granary.libp2p.identity.SignedEnvelope;
import dev.granary.libp2p.multiformats.Multiaddr;
import dev.granary.libp2p.recorded.Recording;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What other implementations say of themselves. */
class RecordedIdentifyTest {
    @ParameterizedTest
    @CsvSource({"js, js-libp2p", "go, granary/libp2p-go-peer", "rust, rust-libp2p"})
    void whatAPeerSaysOfItselfIsUnderstood(String name, String agent) throws P2pException {
        // Given
        Recording recording = Recording.load(name);

        // When
        IdentifyMessage told = IdentifyMessage.decode(withoutLength(recording.bytes("identify")));

        // Then
        assertThat(told.agentVersion()).contains(agent);
        assertThat(told.protocols()).contains(Identify.PROTOCOL, Identify.PUSH, "/ipfs/ping/1.0.0");
        assertThat(PublicKey.decode(told.publicKey().orElseThrow().toByteArray())
                        .peerId())
                .hasToString(recording.peer());
        assertThat(Multiaddr.decode(told.listenAddresses().getFirst().toByteArray())
                        .toString())
                .startsWith("/ip4/127.0.0.1/tcp/");
        assertThat(Multiaddr.decode(told.observedAddress().orElseThrow().toByteArray())
                        .toString())
                .startsWith("/ip4/127.0.0.1/tcp/");
    }

    @ParameterizedTest
    @CsvSource({"js", "go", "rust"})
    void itsSignedRecordProvesItsAddresses(String name) throws P2pException {
        // Given
        Recording recording = Recording.load(name);
        IdentifyMessage told = IdentifyMessage.decode(withoutLength(recording.bytes("identify")));

        // When
        PeerRecord proven = PeerRecord.open(
                SignedEnvelope.decode(told.signedPeerRecord().orElseThrow().toByteArray()));

        // Then
        assertThat(proven.peer()).hasToString(recording.peer());
        assertThat(proven.addresses()).isNotEmpty();
    }

    /** These messages have more than 127 and fewer than 16,384 bytes, so their length has two. */
    private static byte[] withoutLength(byte[] bytes) {
        assertThat((bytes[0] & 0x7f) | bytes[1] << 7).isEqualTo(bytes.length - 2);
        return Arrays.copyOfRange(bytes, 2, bytes.length);
    }
}
