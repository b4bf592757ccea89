package dev.granary.libp2p.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.P2pException;
import dev.granary.libp2p.RandomBytes;
import dev.granary.libp2p.multiformats.Multiaddr;
import dev.granary.libp2p.multiformats.PeerId;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class PeerRecordTest {
    private static final PrivateKey KEY = PrivateKey.ofEd25519Seed(new byte[32]);
    private static final PeerId PEER = KEY.publicKey().peerId();
    private static final Multiaddr ADDRESS = Multiaddr.parse("/ip4/1.2.3.4/tcp/5");
    private static final byte[] DEPLOYED_TYPE = {3, 1};

    @Test
    void isReadFromTheEnvelopeThatItsPeerSigned() throws P2pException {
        // Given
        PeerRecord made = new PeerRecord(PEER, -1, List.of(ADDRESS, Multiaddr.parse("/dns/x.io/tcp/1")));

        // When
        PeerRecord received =
                PeerRecord.open(SignedEnvelope.decode(made.seal(KEY).encode()));

        // Then
        assertThat(received).isEqualTo(made);
    }

    @Test
    void isSignedInTheDomainThatIsDeployed() throws P2pException {
        // When
        SignedEnvelope envelope = new PeerRecord(PEER, 1, List.of()).seal(KEY);

        // Then
        assertThat(envelope.open("libp2p-peer-record", DEPLOYED_TYPE)).isNotEmpty();
    }

    @Test
    void isReadAsRustSignsItToo() throws P2pException {
        // Given
        byte[] payload = new PeerRecord(PEER, 1, List.of(ADDRESS)).seal(KEY).open("libp2p-peer-record", DEPLOYED_TYPE);
        byte[] type = "/libp2p/routing-state-record".getBytes(StandardCharsets.US_ASCII);

        // When
        PeerRecord received = PeerRecord.open(SignedEnvelope.seal(KEY, "libp2p-routing-state", type, payload));

        // Then
        assertThat(received.addresses()).containsExactly(ADDRESS);
    }

    @Test
    void isRefusedWhenAnotherPeerSignedIt() throws P2pException {
        // Given
        PrivateKey other =
                PrivateKey.ofEd25519Seed("another seed of exactly 32 bytes".getBytes(StandardCharsets.US_ASCII));
        byte[] payload = new PeerRecord(PEER, 1, List.of(ADDRESS)).seal(KEY).open("libp2p-peer-record", DEPLOYED_TYPE);
        SignedEnvelope stolen = SignedEnvelope.seal(other, "libp2p-peer-record", DEPLOYED_TYPE, payload);

        // Then
        assertThatThrownBy(() -> PeerRecord.open(stolen))
                .isInstanceOfSatisfying(
                        P2pException.class, e -> assertThat(e.error()).isEqualTo(P2pError.UNAUTHENTICATED));
        assertThatThrownBy(() -> new PeerRecord(PEER, 1, List.of()).seal(other))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void losesAnAddressOfAnUnknownProtocolAndNoOther() throws P2pException {
        // Given: the middle one of three has the code 444, which we do not know.
        byte[] unknown = Protobuf.encode(inner -> inner.writeByteArray(1, new byte[] {(byte) 0xbc, 3, 1}));
        byte[] known = Protobuf.encode(inner -> inner.writeByteArray(1, ADDRESS.bytes()));
        byte[] payload = Protobuf.encode(out -> {
            out.writeByteArray(1, PEER.bytes());
            out.writeByteArray(3, known);
            out.writeByteArray(3, unknown);
            out.writeByteArray(3, known);
        });

        // When
        PeerRecord received = PeerRecord.open(SignedEnvelope.seal(KEY, "libp2p-peer-record", DEPLOYED_TYPE, payload));

        // Then
        assertThat(received.addresses()).containsExactly(ADDRESS, ADDRESS);
    }

    @Test
    void readsNoMoreAddressesThanItsBound() throws P2pException {
        // Given
        PeerRecord many = new PeerRecord(PEER, 1, Collections.nCopies(2_000, ADDRESS));

        // When
        PeerRecord received = PeerRecord.open(many.seal(KEY));

        // Then
        assertThat(received.addresses()).hasSize(PeerRecord.MAXIMUM_ADDRESSES);
    }

    @Test
    void isNewerByAnUnsignedSequence() {
        // Given
        PeerRecord first = new PeerRecord(PEER, Long.MAX_VALUE, List.of());
        PeerRecord second = new PeerRecord(PEER, Long.MIN_VALUE, List.of());

        // Then
        assertThat(second.isNewerThan(first)).isTrue();
        assertThat(first.isNewerThan(second)).isFalse();
        assertThat(first.isNewerThan(first)).isFalse();
    }

    @Test
    void survivesAnyPayload() throws P2pException {
        byte[] payload = new PeerRecord(PEER, 1, List.of(ADDRESS)).seal(KEY).open("libp2p-peer-record", DEPLOYED_TYPE);
        RandomBytes.assertOnlyTypedFailures(
                41,
                List.of(payload),
                bytes -> PeerRecord.open(SignedEnvelope.seal(KEY, "libp2p-peer-record", DEPLOYED_TYPE, bytes)));
    }
}
