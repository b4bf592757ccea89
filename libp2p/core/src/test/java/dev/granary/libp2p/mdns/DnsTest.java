package dev.granary.libp2p.mdns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.P2pException;
import dev.granary.libp2p.RandomBytes;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DnsTest {
    private static final DnsMessage SAMPLE = DnsMessage.response(List.of(
            new DnsRecord.Pointer("_p2p._udp.local", "abc._p2p._udp.local"),
            new DnsRecord.Text("abc._p2p._udp.local", List.of("dnsaddr=/ip4/1.2.3.4", "", "x".repeat(255))),
            new DnsRecord.Service("abc._p2p._udp.local", 4001, "abc.local"),
            new DnsRecord.Address("abc.local", InetAddress.ofLiteral("1.2.3.4")),
            new DnsRecord.Address("abc.local", InetAddress.ofLiteral("fe80::1"))));

    @Test
    void readsWhatItWrites() throws P2pException {
        assertThat(DnsReader.read(DnsWriter.write(SAMPLE))).isEqualTo(SAMPLE);
        DnsMessage query = DnsMessage.query("_p2p._udp.local");
        assertThat(DnsReader.read(DnsWriter.write(query))).isEqualTo(query);
    }

    @Test
    void whatAPointerLeadsToIsAdditional() {
        // When
        byte[] packet = DnsWriter.write(SAMPLE);

        // Then
        assertThat(Arrays.copyOfRange(packet, 6, 12))
                .isEqualTo(new byte[] {0, 1, 0, 0, 0, (byte) (SAMPLE.records().size() - 1)});
    }

    @Test
    void readsNamesThatAreShortenedAndInAnyCase() throws P2pException {
        // Given: the answer's name refers to the question's, its target adds a label to it.
        String question = "045f503250045f756470056c6f63616c00" + "000c" + "8001";
        String answer = "c00c" + "000c" + "8001" + "00000078" + "0004" + "0141" + "c00c";
        byte[] packet = HexFormat.of().parseHex("000084000001000100000000" + question + answer);

        // When
        DnsMessage message = DnsReader.read(packet);

        // Then
        assertThat(message.questions()).containsExactly("_p2p._udp.local");
        assertThat(message.records()).containsExactly(new DnsRecord.Pointer("_p2p._udp.local", "a._p2p._udp.local"));
    }

    @Test
    void passesOverWhatItHasNoUseFor() throws P2pException {
        // Given: a question for an address, a record of an unknown type, a record of another class.
        byte[] packet = HexFormat.of()
                .parseHex("000084000001000200000000" + "016100" + "00010001" + "016100" + "00630001" + "00000000"
                        + "0002ffff" + "016100" + "000c0003" + "00000000" + "0001" + "00");

        // Then
        assertThat(DnsReader.read(packet)).isEqualTo(new DnsMessage(true, List.of(), List.of()));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "nothing, '', MALFORMED",
        "half a header, 0000840000, MALFORMED",
        "a record that is not there, 000084000000000100000000, MALFORMED",
        "a name that refers to itself, 000084000001000000000000c00c000c0001, MALFORMED",
        "a name that refers forward, 000084000001000000000000c00e0000000c0001, MALFORMED",
        "a label that is too long, 00008400000100000000000040, MALFORMED",
        "more records than there may be, 0000840000000fff00000000, LIMIT",
        "a record that is cut off, 000084000000000100000000016100000c000100000000ffff00, MALFORMED"
    })
    void refusesAPacketWith(String what, String hex, P2pError error) {
        assertThatThrownBy(() -> DnsReader.read(HexFormat.of().parseHex(hex)))
                .as(what)
                .isInstanceOfSatisfying(
                        P2pException.class, e -> assertThat(e.error()).isEqualTo(error));
    }

    @Test
    void survivesAnyBytes() {
        byte[] query = DnsWriter.write(DnsMessage.query("_p2p._udp.local"));
        RandomBytes.assertOnlyTypedFailures(61, List.of(DnsWriter.write(SAMPLE), query), DnsReader::read);
    }
}
