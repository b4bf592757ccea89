package dev.granary.libp2p.identify;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.google.protobuf.ByteString;
import dev.granary.libp2p.testkit.Refusal;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** A remote says anything of itself. */
class IdentifyFuzzTest {
    static Stream<byte[]> messages() {
        ByteString address = ByteString.fromHex("047f000001060fa1");
        IdentifyMessage full = new IdentifyMessage(
                Optional.of(address),
                List.of(address, address),
                List.of("/ipfs/id/1.0.0", "/ipfs/ping/1.0.0"),
                Optional.of(address),
                "ipfs/0.1.0",
                "somebody/1",
                Optional.of(address));
        return Stream.of(full.encode(), IdentifyMessage.EMPTY.encode());
    }

    @MethodSource("messages")
    @FuzzTest(maxDuration = "1m")
    void message(byte[] bytes) {
        Refusal.orElse(() -> {
            IdentifyMessage message = IdentifyMessage.decode(bytes);
            assertThat(IdentifyMessage.decode(message.encode())).isEqualTo(message);
        });
    }
}
