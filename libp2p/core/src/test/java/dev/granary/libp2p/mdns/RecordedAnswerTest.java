package dev.granary.libp2p.mdns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.granary.libp2p.P2pException;
import dev.granary.libp2p.multiformats.Multiaddr;
import dev.granary.libp2p.multiformats.PeerId;
import dev.granary.libp2p.recorded.Recording;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What rust-libp2p answers: the name of its instance is not within that of the service. */
class RecordedAnswerTest {
    private static final String SERVICE = "_p2p._udp.local";
    private final Recording recording = Recording.load("mdns");

    @Test
    void itsPeerAndAddressesAreFound() throws P2pException {
        // Given
        DnsMessage answer = DnsReader.read(recording.bytes("rust"));

        // When
        Map<PeerId, List<Multiaddr>> found = Announcement.read(answer, SERVICE);

        // Then
        PeerId peer = PeerId.parse(recording.peer());
        assertThat(found)
                .containsOnly(Map.entry(
                        peer, List.of(Multiaddr.parse("/ip4/10.9.0.1/tcp/40137").withPeer(peer))));
    }

    @Test
    void itIsNothingToThoseWhoAskedForAnotherService() throws P2pException {
        // Given
        DnsMessage answer = DnsReader.read(recording.bytes("rust"));

        // Then
        assertThat(Announcement.read(answer, "_p2p-0011._udp.local")).isEmpty();
    }
}
