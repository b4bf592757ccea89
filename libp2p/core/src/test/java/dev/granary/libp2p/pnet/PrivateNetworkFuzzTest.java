package dev.granary.libp2p.pnet;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** A key file is whatever somebody put there. */
class PrivateNetworkFuzzTest {
    static Stream<byte[]> files() {
        String head = "/key/swarm/psk/1.0.0/\n";
        return Stream.of(
                        head + "/base16/\n" + "0a".repeat(32) + "\n",
                        head + "/base64/\n3/t+MTU5mosWErKqyhw2o6isLNDMpRzuss7YfTCMrG0=",
                        head + "/bin/\n" + "k".repeat(32))
                .map(text -> text.getBytes(StandardCharsets.ISO_8859_1));
    }

    @MethodSource("files")
    @FuzzTest(maxDuration = "1m")
    void keyFile(byte[] bytes) {
        try {
            PrivateNetwork network = PrivateNetwork.parse(bytes);
            byte[] written = network.toKeyFile().getBytes(StandardCharsets.US_ASCII);
            assertThat(PrivateNetwork.parse(written).fingerprint()).isEqualTo(network.fingerprint());
        } catch (IllegalArgumentException refused) {
            assertThat(refused.getMessage()).isNotEmpty();
        }
    }
}
