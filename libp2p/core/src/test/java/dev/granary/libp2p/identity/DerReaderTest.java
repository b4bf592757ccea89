package dev.granary.libp2p.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.granary.libp2p.P2pException;
import java.math.BigInteger;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DerReaderTest {
    @Test
    void readsWhatTheWriterWrites() throws P2pException {
        // Given
        Random random = new Random(1);
        for (int round = 0; round < 200; round++) {
            byte[] content = new byte[random.nextInt(70_000)];
            BigInteger number = new BigInteger(random.nextInt(3_000), random);
            byte[] der =
                    DerWriter.sequence(DerWriter.octets(content), DerWriter.integer(number), DerWriter.bits(content));

            // When
            DerReader outside = DerReader.of(der);
            DerReader inside = outside.enter(DerReader.SEQUENCE);

            // Then
            assertThat(inside.take(DerReader.OCTET_STRING)).isEqualTo(content);
            assertThat(inside.integer()).isEqualTo(number);
            assertThat(inside.bitString()).isEqualTo(content);
            inside.requireEnd();
            outside.requireEnd();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "30", "3001", "308000", "308101ff", "30820001ff", "3084000000011f", "1f010100", "30ffff"})
    void refusesValuesThatAreCutOffOrNotInTheirOneForm(String hex) {
        assertThatThrownBy(() -> DerReader.of(HexFormat.of().parseHex(hex)).next())
                .isInstanceOf(P2pException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0200", "02020001", "0202ff80", "040101"})
    void refusesIntegersThatAreNotInTheirOneForm(String hex) {
        assertThatThrownBy(() -> DerReader.of(HexFormat.of().parseHex(hex)).integer())
                .isInstanceOf(P2pException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0300", "030101", "03020780"})
    void refusesBitStringsThatAreNotOfWholeBytes(String hex) {
        assertThatThrownBy(() -> DerReader.of(HexFormat.of().parseHex(hex)).bitString())
                .isInstanceOf(P2pException.class);
    }

    @Test
    void refusesWhatFollowsTheLastValue() throws P2pException {
        // Given
        DerReader reader = DerReader.of(new byte[] {5, 0, 1});
        reader.enter(DerReader.NULL);

        // Then
        assertThatThrownBy(reader::requireEnd).isInstanceOf(P2pException.class);
    }
}
