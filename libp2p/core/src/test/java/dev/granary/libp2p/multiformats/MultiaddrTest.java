package dev.granary.libp2p.multiformats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.P2pException;
import dev.granary.libp2p.RandomBytes;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MultiaddrTest {
    private static final String ID = "QmcgpsyWgH8Y8ajJz1Cu72KnS5uo2Aa2LpzU7kinSupNKC";
    private static final String OTHER = "12D3KooWM6CgA9iBFZmcYAHA6A2qvbAxqfkmrYiRQuz3XEsk4Ksv";

    @ParameterizedTest
    @CsvSource({
        "/ip4/1.2.3.4, 0401020304",
        "/ip4/0.0.0.0, 0400000000",
        "/ip4/127.0.0.1/udp/1234, 047f000001910204d2",
        "/ip4/127.0.0.1/tcp/4321, 047f0000010610e1",
        "/ip4/127.0.0.1/udp/1234/quic-v1, 047f000001910204d2cd03",
        "/ip6/2601:9:4f81:9700:803e:ca65:66e8:c21, 29260100094f819700803eca6566e80c21",
        "/ip6/::1/tcp/80, 2900000000000000000000000000000001060050",
        "/ip6zone/x/ip6/fe80::1, 2a017829fe800000000000000000000000000001",
        "/ip4/1.2.3.0/ipcidr/24, 04010203002b18",
        "/p2p/QmcgpsyWgH8Y8ajJz1Cu72KnS5uo2Aa2LpzU7kinSupNKC,"
                + " a503221220d52ebb89d85b02a284948203a62ff28389c57c9f42beec4ec20db76a68911c0b",
        "/dns4/example.io/tcp/443/wss, 360a6578616d706c652e696f0601bbde03",
        "/dnsaddr/sjc-1.bootstrap.libp2p.io, 3819736a632d312e626f6f7473747261702e6c69627032702e696f",
        "/tcp/1234/tls/sni/x.io/ws, 0604d2c003c10304782e696fdd03",
        "/ip4/127.0.0.1/tcp/9090/http/http-path/a%2Fb, 047f000001062382e003e10303612f62",
        "/unix/a/b/c/d/e, 900309612f622f632f642f65",
        "/memory/4, 89060000000000000004",
        "/memory/18446744073709551615, 8906ffffffffffffffff",
        "/ip4/1.2.3.4/udp/1/webrtc-direct, 0401020304910200019802",
        "/p2p-circuit, a202",
        "/webrtc, 9902",
        "/noise, c603",
        "/quic, cc03",
        "/ws, dd03",
        "/ip4/1.2.3.4/udp/5/quic-v1/webtransport/certhash/uEiAkH5a4DPGKUuOBjYw0CgwjvcJCJMD2K_1aluKR_tpevQ,"
                + " 040102030491020005cd03d103d20322"
                + "1220241f96b80cf18a52e3818d8c340a0c23bdc24224c0f62bfd5a96e291feda5ebd"
    })
    void bytesAndTextCorrespond(String text, String hex) throws P2pException {
        // When
        Multiaddr parsed = Multiaddr.parse(text);
        Multiaddr decoded = Multiaddr.decode(HexFormat.of().parseHex(hex));

        // Then
        assertThat(HexFormat.of().formatHex(parsed.bytes())).isEqualTo(hex);
        assertThat(decoded).isEqualTo(parsed).hasToString(text).hasSameHashCodeAs(parsed);
    }

    @ParameterizedTest
    @CsvSource({
        "/ip6/1:0:0:0:0:0:0:0, /ip6/1::",
        "/ip6/0:0:0:0:0:0:0:0, /ip6/::",
        "/ip6/1:0:0:2:0:0:0:3, /ip6/1:0:0:2::3",
        "/ip6/1:0:2:3:4:5:6:7, /ip6/1:0:2:3:4:5:6:7",
        "/ip6/::FFFF:1.2.3.4, /ip6/::ffff:1.2.3.4",
        "/ip6/2001:DB8::0001, /ip6/2001:db8::1",
        "/ip6/0:0:1::, /ip6/0:0:1::",
        "/ip4/1.2.3.4/tcp/1/, /ip4/1.2.3.4/tcp/1",
        "/ipfs/QmcgpsyWgH8Y8ajJz1Cu72KnS5uo2Aa2LpzU7kinSupNKC, /p2p/QmcgpsyWgH8Y8ajJz1Cu72KnS5uo2Aa2LpzU7kinSupNKC"
    })
    void otherSpellingsBecomeTheOneForm(String text, String canonical) {
        assertThat(Multiaddr.parse(text)).hasToString(canonical);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "//",
                "ip4/1.2.3.4",
                "/ip4",
                "/ip4/",
                "/ip4/1.2.3",
                "/ip4/1.2.3.256",
                "/ip4/01.2.3.4",
                "/ip4/::1",
                "/ip6/1.2.3.4",
                "/ip6/1:2",
                "/ip6/:::1",
                "/ip6/1::2::3",
                "/ip6/12345::",
                "/ip6/1:2:3:4:5:6:7:8::",
                "/tcp/65536",
                "/tcp/-1",
                "/tcp/+1",
                "/tcp/x",
                "/ip4/1.2.3.4//tcp/1",
                "/nonsense",
                "/p2p/x",
                "/p2p/Qm",
                "/dns/",
                "/dns/a b",
                "/memory/18446744073709551616",
                "/http-path/%2",
                "/http-path/%zz",
                "/ipcidr/256"
            })
    void refusesTextsThatAreNoAddress(String text) {
        assertThatThrownBy(() -> Multiaddr.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "'', MALFORMED",
        "04010203, MALFORMED",
        "840001020304, MALFORMED",
        "3500, MALFORMED",
        "35032f6162, MALFORMED",
        "3502c328, MALFORMED",
        "350a61, MALFORMED",
        "a50302aabb, MALFORMED",
        "35ff7f61, LIMIT",
        "bc030a, NOT_SUPPORTED",
        "ffffffffffffffff7f, NOT_SUPPORTED"
    })
    void refusesBytesThatAreNoAddressWithAType(String hex, P2pError error) {
        assertThatThrownBy(() -> Multiaddr.decode(HexFormat.of().parseHex(hex)))
                .isInstanceOfSatisfying(
                        P2pException.class, e -> assertThat(e.error()).isEqualTo(error));
    }

    @Test
    void refusesTooLongAnAddress() {
        assertThatThrownBy(() -> Multiaddr.decode(new byte[Multiaddr.MAXIMUM_BYTES + 1]))
                .isInstanceOfSatisfying(
                        P2pException.class, e -> assertThat(e.error()).isEqualTo(P2pError.LIMIT));
    }

    @Test
    void leadsToItsLastPeerAndNotToTheRelay() {
        // Given
        Multiaddr direct = Multiaddr.parse("/ip4/1.2.3.4/tcp/1");
        Multiaddr relay = Multiaddr.parse("/ip4/1.2.3.4/tcp/1/p2p/" + ID + "/p2p-circuit");

        // When
        Multiaddr relayed = relay.withPeer(PeerId.parse(OTHER));

        // Then
        assertThat(direct.peerId()).isEmpty();
        assertThat(relay.peerId()).isEmpty();
        assertThat(relayed.peerId()).contains(PeerId.parse(OTHER));
        assertThat(relayed.withoutPeer()).isEqualTo(relay);
        assertThat(relayed.value(Protocol.P2P)).contains(ID);
        assertThat(relayed.has(Protocol.P2P_CIRCUIT)).isTrue();
        assertThat(direct.withoutPeer()).isSameAs(direct);
    }

    @Test
    void isNotGivenAwayToAnotherPeer() {
        // Given
        Multiaddr address = Multiaddr.parse("/ip4/1.2.3.4/tcp/1").withPeer(PeerId.parse(ID));

        // Then
        assertThat(address.withPeer(PeerId.parse(ID))).isSameAs(address);
        assertThatThrownBy(() -> address.withPeer(PeerId.parse(OTHER))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void carriesAnInnerAddress() {
        // When
        Multiaddr joined = Multiaddr.parse("/ip4/1.2.3.4/udp/1").encapsulate(Multiaddr.parse("/quic-v1"));

        // Then
        assertThat(joined).hasToString("/ip4/1.2.3.4/udp/1/quic-v1");
        assertThat(joined.value(Protocol.UDP)).contains("1");
        assertThat(joined.value(Protocol.QUIC_V1)).contains("");
    }

    @Test
    void survivesAnyBytesAndPrintsWhatItTook() {
        // Given
        List<byte[]> samples = List.of(
                Multiaddr.parse("/ip6/2001:db8::1/udp/1/quic-v1/p2p/" + OTHER + "/p2p-circuit/p2p/" + ID)
                        .bytes(),
                Multiaddr.parse("/dns4/example.io/tcp/443/tls/sni/a.b/ws/http-path/x%2Fy")
                        .bytes(),
                Multiaddr.parse("/unix/a/b").bytes());

        // Then
        RandomBytes.assertOnlyTypedFailures(5, samples, bytes -> {
            Multiaddr address = Multiaddr.decode(bytes);
            assertThat(Multiaddr.parse(address.toString())).isEqualTo(address);
            return address;
        });
        RandomBytes.assertOnlyTypedFailures(
                6,
                samples.stream().map(MultiaddrTest::text).toList(),
                bytes -> Multiaddr.decodeText(new String(bytes, StandardCharsets.ISO_8859_1)));
    }

    private static byte[] text(byte[] bytes) {
        try {
            return Multiaddr.decode(bytes).toString().getBytes(StandardCharsets.ISO_8859_1);
        } catch (P2pException e) {
            throw new AssertionError(e);
        }
    }
}
