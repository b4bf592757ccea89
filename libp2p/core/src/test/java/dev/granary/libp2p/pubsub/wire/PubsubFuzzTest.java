package dev.granary.libp2p.pubsub.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.granary.libp2p.identity.PrivateKey;
import dev.granary.libp2p.testkit.Refusal;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** A remote sends anything as an RPC. */
class PubsubFuzzTest {
    static Stream<byte[]> rpcs() {
        PrivateKey key = PrivateKey.ofEd25519Seed(new byte[32]);
        PubsubMessage signed = MessageSigning.sign(RpcTest.FULL.messages().getFirst(), key);
        return Stream.of(
                new byte[0], RpcTest.FULL.encode(), new Rpc(List.of(), List.of(signed, signed), Control.NONE).encode());
    }

    @MethodSource("rpcs")
    @FuzzTest(maxDuration = "1m")
    void rpc(byte[] bytes) {
        Refusal.orElse(() -> {
            Rpc rpc = Rpc.decode(bytes, RpcLimits.STANDARD);
            assertThat(Rpc.decode(rpc.encode(), RpcLimits.STANDARD)).isEqualTo(rpc);
        });
    }

    @MethodSource("rpcs")
    @FuzzTest(maxDuration = "1m")
    void signature(byte[] bytes) {
        Refusal.orElse(() -> {
            for (PubsubMessage message : Rpc.decode(bytes, RpcLimits.STANDARD).messages()) {
                MessageSigning.isAuthentic(message);
            }
        });
    }
}
