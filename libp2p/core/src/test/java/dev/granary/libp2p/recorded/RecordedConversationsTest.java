package dev.granary.libp2p.recorded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.P2pException;
import dev.granary.libp2p.Role;
import dev.granary.libp2p.identity.IdentityCertificate;
import dev.granary.libp2p.multiformats.PeerId;
import dev.granary.libp2p.security.Secured;
import dev.granary.libp2p.stream.MuxedConnection;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each recorded peer is understood to its last word, from the first byte on the wire: multistream, Noise, yamux, identify. */
class RecordedConversationsTest {
    private static Conversation replaying(Recording recording, String prefix) {
        return new Conversation(Wire.replaying(recording.below(prefix)), recording.at());
    }

    private static PeerId peer(Secured secured) {
        return secured.remoteKey().peerId();
    }

    @ParameterizedTest
    @ValueSource(strings = {"js", "go", "rust"})
    void whomWeDialledIsUnderstood(String name) throws P2pException {
        // Given
        Recording recording = Recording.load(name);
        Conversation conversation = replaying(recording, "dialled-");

        // When
        Secured secured = conversation.secureAsDialler(conversation.noise(), Optional.empty());
        MuxedConnection connection = conversation.multiplex(secured, Role.INITIATOR);
        byte[] told = conversation.identify(connection);
        byte[] answer = conversation.ping(connection, RecordConversations.PING);

        // Then
        assertThat(peer(secured)).hasToString(recording.peer());
        assertThat(told).isEqualTo(recording.bytes("identify"));
        assertThat(answer).isEqualTo(RecordConversations.PING);
    }

    @ParameterizedTest
    @ValueSource(strings = {"js", "go", "rust"})
    void whoDialledUsIsUnderstood(String name) {
        // Given
        Recording recording = Recording.load(name);
        Conversation conversation = replaying(recording, "dialling-");

        // When
        Secured secured = conversation.secureAsListener();
        conversation.multiplex(secured, Role.RESPONDER);
        conversation.serve();

        // Then
        assertThat(peer(secured)).hasToString(recording.peer());
        assertThat(conversation.asked).contains(Conversation.IDENTIFY, Conversation.PING);
        assertThat(conversation.pinged.size()).isEqualTo(Conversation.PING_SIZE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"js", "go", "rust"})
    void whoSharesOurNetworksKeyIsUnderstood(String name) throws P2pException {
        // Given
        Recording recording = Recording.load(name);
        Conversation conversation = replaying(recording, "private-");

        // When
        Secured secured = conversation.secureAsDialler(conversation.noise(), Optional.of(RecordConversations.PSK));
        MuxedConnection connection = conversation.multiplex(secured, Role.INITIATOR);
        conversation.identify(connection);
        byte[] answer = conversation.ping(connection, RecordConversations.PING);

        // Then
        assertThat(peer(secured)).hasToString(recording.peer());
        assertThat(answer).isEqualTo(RecordConversations.PING);
    }

    @ParameterizedTest
    @ValueSource(strings = {"js", "go", "rust"})
    void aCertificateProvesWhoItsHolderIs(String name) throws P2pException {
        // Given
        Recording recording = Recording.load(name);
        List<byte[]> chain = List.of(recording.bytes("certificate"));

        // When
        PeerId proven = IdentityCertificate.verify(chain, recording.at()).peerId();

        // Then
        assertThat(proven).hasToString(recording.peer());
    }

    @ParameterizedTest
    @ValueSource(strings = {"js", "go", "rust"})
    void aCertificateOfWhichOneBitIsWrongProvesNothing(String name) {
        // Given
        Recording recording = Recording.load(name);
        byte[] certificate = recording.bytes("certificate");
        byte[] key = HexFormat.of().parseHex("0820");
        int identity = HexFormat.of().formatHex(certificate).indexOf("08011220") / 2;
        certificate[identity + key.length + 2] ^= 1;

        // Then
        assertThatThrownBy(() -> IdentityCertificate.verify(List.of(certificate), recording.at()))
                .isInstanceOfSatisfying(P2pException.class, refused -> assertThat(refused.error())
                        .isEqualTo(P2pError.UNAUTHENTICATED));
    }

    @ParameterizedTest
    @ValueSource(strings = {"js", "go", "rust"})
    void aCertificateIsGoodInItsTimeOnly(String name) {
        // Given
        Recording recording = Recording.load(name);
        List<byte[]> chain = List.of(recording.bytes("certificate"));

        // Then
        assertThatThrownBy(
                        () -> IdentityCertificate.verify(chain, recording.at().minus(Duration.ofDays(20_000))))
                .isInstanceOf(P2pException.class);
    }
}
