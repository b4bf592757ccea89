package dev.granary.libp2p.multiformats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.granary.libp2p.RandomBytes;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CidTest {
    private static final String OLD = "QmdfTbBqBPQ7VNxZEYEj14VmRuZBkqFbiwReogJgS1zR1n";
    private static final String NEW = "bafkreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy";

    @ParameterizedTest
    @ValueSource(strings = {OLD, NEW, "bafybeihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku"})
    void isReadAndPrintedInItsOwnForm(String text) throws Exception {
        // When
        Cid cid = Cid.parse(text);

        // Then
        assertThat(cid).hasToString(text).isEqualTo(Cid.decode(cid.bytes()));
    }

    @Test
    void saysHowItsContentIsToBeRead() {
        assertThat(Cid.parse(OLD)).extracting(Cid::version, Cid::codec).containsExactly(0, Cid.DAG_PB);
        assertThat(Cid.parse(NEW)).extracting(Cid::version, Cid::codec).containsExactly(1, Cid.RAW);
    }

    @Test
    void namesAContentByItsHash() {
        // Given: the SHA-256 of nothing is well known.
        Cid cid = Cid.of(Cid.RAW, Multihash.sha256(new byte[0]));

        // Then
        assertThat(cid.hash().digest()).startsWith(0xe3, 0xb0, 0xc4, 0x42);
        assertThat(cid).hasToString("bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Qm", "z" + OLD, "bafk", "f02551220", "QmdfTbBqBPQ7VNxZEYEj14VmRuZBkqFbiwReogJgS1zR10"})
    void refusesTextsThatNameNothing(String text) {
        assertThatThrownBy(() -> Cid.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesToBeOldWithAnotherHashOrCodec() {
        assertThatThrownBy(() -> new Cid(0, Cid.RAW, Multihash.sha256(new byte[0])))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Cid(0, Cid.DAG_PB, Multihash.of(Multihash.IDENTITY, new byte[1])))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void survivesAnyBytesAndTexts() {
        RandomBytes.assertOnlyTypedFailures(
                21, List.of(Cid.parse(OLD).bytes(), Cid.parse(NEW).bytes()), Cid::decode);
        RandomBytes.assertOnlyTypedFailures(
                22,
                List.of(OLD.getBytes(StandardCharsets.US_ASCII), NEW.getBytes(StandardCharsets.US_ASCII)),
                bytes -> Cid.decodeText(new String(bytes, StandardCharsets.ISO_8859_1)));
    }
}
