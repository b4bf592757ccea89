package dev.granary.libp2p.identify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.P2pException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdentifyMessageTest {
    private static final ByteString SOME = ByteString.copyFrom(new byte[] {1, 2, 3});

    private static IdentifyMessage message(List<String> protocols, String agent) {
        return new IdentifyMessage(
                Optional.of(SOME), List.of(SOME), protocols, Optional.of(SOME), "ipfs/0.1.0", agent, Optional.of(SOME));
    }

    @Test
    void isReadAsItWasWritten() throws P2pException {
        // Given
        IdentifyMessage written = message(List.of("/a", "/b"), "agent");

        // Then
        assertThat(IdentifyMessage.decode(written.encode())).isEqualTo(written);
    }

    @Test
    void fieldsThatAreNotKnownAreLeftOut() throws P2pException {
        // Given
        byte[] known = message(List.of("/a"), "agent").encode();
        byte[] more = {(byte) 0x98, 0x06, 0x05, (byte) 0xa2, 0x06, 0x01, 0x07};
        byte[] bytes = new byte[known.length + more.length];
        System.arraycopy(more, 0, bytes, 0, more.length);
        System.arraycopy(known, 0, bytes, more.length, known.length);

        // Then
        assertThat(IdentifyMessage.decode(bytes)).isEqualTo(message(List.of("/a"), "agent"));
    }

    @Test
    void messagesThatComeInPartsAddUp() throws P2pException {
        // When
        IdentifyMessage merged = IdentifyMessage.EMPTY
                .mergedWith(message(List.of("/a"), "first"))
                .mergedWith(message(List.of("/b"), ""));

        // Then
        assertThat(merged.protocols()).containsExactly("/a", "/b");
        assertThat(merged.agentVersion()).isEqualTo("first");
        assertThat(merged.listenAddresses()).hasSize(2);
    }

    @Test
    void aPeerThatNamesTooManyProtocolsIsRefused() {
        // Given
        byte[] bytes = message(Collections.nCopies(1025, "/a"), "agent").encode();

        // Then
        assertThatThrownBy(() -> IdentifyMessage.decode(bytes))
                .isInstanceOfSatisfying(P2pException.class, refused -> assertThat(refused.error())
                        .isEqualTo(P2pError.LIMIT));
    }

    @Test
    void whatAPeerCallsItsSoftwareIsCutAndPrintable() throws P2pException {
        // When
        IdentifyMessage read = IdentifyMessage.decode(
                message(List.of(), "a\u001b[2J" + "b".repeat(1000)).encode());

        // Then
        assertThat(read.agentVersion()).startsWith("a?[2J").hasSize(256);
    }

    @ParameterizedTest(name = "seed={0}")
    @ValueSource(longs = {1, 2, 3})
    void anyBytesAreReadOrRefused(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        byte[] good = message(List.of("/a", "/b"), "agent").encode();
        for (int i = 0; i < 5_000; i++) {
            byte[] bytes = good.clone();
            for (int j = 0; j < 3; j++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            assertThat(isReadOrRefused(bytes)).isTrue();
        }
    }

    private static boolean isReadOrRefused(byte[] bytes) {
        try {
            return IdentifyMessage.decode(bytes).protocols().size() <= bytes.length;
        } catch (P2pException refused) {
            return true;
        }
    }
}
