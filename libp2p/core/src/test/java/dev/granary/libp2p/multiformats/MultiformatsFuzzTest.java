package dev.granary.libp2p.multiformats;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.granary.libp2p.testkit.Refusal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Any bytes are decoded to what encodes to the same, or refused. */
class MultiformatsFuzzTest {
    static Stream<byte[]> addresses() {
        return Stream.of(
                        "/ip4/127.0.0.1/tcp/4001/p2p/12D3KooWD3eckifWpRn9wQpMG9R9hX3sD158z7EqHWmweQAJU5SA",
                        "/ip6/2001:db8::1/udp/4001/quic-v1",
                        "/dns4/example.org/tcp/443/tls/ws",
                        "/memory/7",
                        "/webrtc-direct".repeat(512))
                .map(text -> Multiaddr.parse(text).bytes());
    }

    static Stream<byte[]> addressTexts() {
        return Stream.of("/ip4/1.2.3.4/tcp/80", "/ip6/::1/udp/9/quic-v1", "/dns/a/tcp/1/p2p-circuit")
                .map(text -> text.getBytes(StandardCharsets.UTF_8));
    }

    static Stream<byte[]> ids() {
        return Stream.of(
                        "0024080112201498b5467a63dffa2dc9d9e069caf075d16fc33fdd4c3b01bfadae6433767d93",
                        "1220e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                        "0172122012200000000000000000000000000000000000000000000000000000000000000000")
                .map(HexFormat.of()::parseHex);
    }

    static Stream<byte[]> varints() {
        return Stream.of("00", "7f", "8001", "ffffffffffffffff7f", "8000").map(HexFormat.of()::parseHex);
    }

    @MethodSource("addresses")
    @FuzzTest(maxDuration = "1m")
    void addressBytes(byte[] bytes) {
        Refusal.orElse(() -> {
            Multiaddr address = Multiaddr.decode(bytes);
            assertThat(address.bytes()).isEqualTo(bytes);
            assertThat(Multiaddr.parse(address.toString())).isEqualTo(address);
        });
    }

    @MethodSource("addressTexts")
    @FuzzTest(maxDuration = "1m")
    void addressText(byte[] bytes) {
        Refusal.orElse(() -> {
            Multiaddr address = Multiaddr.decodeText(new String(bytes, StandardCharsets.UTF_8));
            assertThat(Multiaddr.decode(address.bytes())).isEqualTo(address);
        });
    }

    @MethodSource("ids")
    @FuzzTest(maxDuration = "1m")
    void peerIdBytes(byte[] bytes) {
        Refusal.orElse(() -> {
            PeerId id = PeerId.decode(bytes);
            assertThat(id.bytes()).isEqualTo(bytes);
            assertThat(PeerId.parse(id.toString())).isEqualTo(id);
        });
    }

    @MethodSource("ids")
    @FuzzTest(maxDuration = "1m")
    void cidBytes(byte[] bytes) {
        Refusal.orElse(() -> Cid.decode(bytes));
    }

    @MethodSource("addressTexts")
    @FuzzTest(maxDuration = "1m")
    void multibaseText(byte[] bytes) {
        Refusal.orElse(() -> Multibase.decode(new String(bytes, StandardCharsets.UTF_8)));
    }

    @MethodSource("varints")
    @FuzzTest(maxDuration = "1m")
    void varint(byte[] bytes) {
        Refusal.orElse(() -> {
            ByteBuffer in = ByteBuffer.wrap(bytes);
            long value = Varint.read(in);
            ByteBuffer out = ByteBuffer.allocate(in.position());
            Varint.write(out, value);
            assertThat(out.flip()).isEqualTo(ByteBuffer.wrap(bytes, 0, in.position()));
        });
    }
}
