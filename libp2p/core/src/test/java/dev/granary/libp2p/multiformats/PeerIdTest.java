package dev.granary.libp2p.multiformats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.granary.libp2p.P2pException;
import dev.granary.libp2p.RandomBytes;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PeerIdTest {
    private static final String HASHED = "QmYyQSo1c1Ym7orWxLYvCrM2EmxFTANf8wXmmE7DWjhx5N";
    private static final String INLINED = "12D3KooWD3eckifWpRn9wQpMG9R9hX3sD158z7EqHWmweQAJU5SA";

    @Test
    void isReadFromBothTextsAndPrintedToBase58() {
        // When
        PeerId id = PeerId.parse("bafzbeie5745rpv2m6tjyuugywy4d5ewrqgqqhfnf445he3omzpjbx5xqxe");

        // Then
        assertThat(id).isEqualTo(PeerId.parse(HASHED)).hasToString(HASHED);
        assertThat(id.toCid()).isEqualTo("bafzbeie5745rpv2m6tjyuugywy4d5ewrqgqqhfnf445he3omzpjbx5xqxe");
        assertThat(PeerId.parse(PeerId.parse(INLINED).toCid())).hasToString(INLINED);
    }

    @Test
    void keepsAKeyOf42BytesAndHashesALongerOne() {
        // When
        PeerId inlined = PeerId.ofEncodedKey(new byte[42]);
        PeerId hashed = PeerId.ofEncodedKey(new byte[43]);

        // Then
        assertThat(inlined.inlinedKey())
                .hasValueSatisfying(key -> assertThat(key).hasSize(42));
        assertThat(inlined.bytes()).hasSize(44).startsWith(0, 42);
        assertThat(hashed.inlinedKey()).isEmpty();
        assertThat(hashed.bytes()).hasSize(34).startsWith(0x12, 0x20);
    }

    @Test
    void isOrderedByUnsignedBytes() {
        // Given
        PeerId low = PeerId.ofEncodedKey(new byte[] {0x7f});
        PeerId high = PeerId.ofEncodedKey(new byte[] {(byte) 0x80});

        // Then
        assertThat(low).isLessThan(high).isEqualByComparingTo(PeerId.ofEncodedKey(new byte[] {0x7f}));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Qm",
                "1",
                "11",
                "12D3",
                "z",
                "bafzbei",
                "f00",
                "QmYyQSo1c1Ym7orWxLYvCrM2EmxFTANf8wXmmE7DWjhx5"
            })
    void refusesTextsThatNameNoPeer(String text) {
        assertThatThrownBy(() -> PeerId.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesACidOfSomethingElse() {
        // A CID of version 1 of raw bytes, and the same of a key.
        assertThatThrownBy(() -> PeerId.decodeText(cid("0155"))).isInstanceOf(P2pException.class);
        assertThat(PeerId.parse(cid("0172"))).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0000", "1220aa", "1102aabb", "122000", "0002aabbcc"})
    void refusesBytesThatNameNoPeer(String hex) {
        assertThatThrownBy(() -> PeerId.decode(HexFormat.of().parseHex(hex))).isInstanceOf(P2pException.class);
    }

    @Test
    void survivesAnyBytesAndTexts() {
        List<byte[]> samples =
                List.of(PeerId.parse(HASHED).bytes(), PeerId.parse(INLINED).bytes());
        List<byte[]> texts =
                List.of(HASHED.getBytes(StandardCharsets.US_ASCII), cid("0172").getBytes(StandardCharsets.US_ASCII));

        RandomBytes.assertOnlyTypedFailures(7, samples, PeerId::decode);
        RandomBytes.assertOnlyTypedFailures(
                8, texts, bytes -> PeerId.decodeText(new String(bytes, StandardCharsets.ISO_8859_1)));
    }

    private static String cid(String head) {
        return Multibase.BASE32.encode(HexFormat.of().parseHex(head + "1220" + "ab".repeat(32)));
    }
}
