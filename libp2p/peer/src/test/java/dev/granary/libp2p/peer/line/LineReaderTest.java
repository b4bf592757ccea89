package dev.granary.libp2p.peer.line;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineReaderTest {
    private static final int MAXIMUM = 16;

    @Test
    void readsLinesAndAnUnfinishedLastOne() throws IOException {
        // When
        List<LineReader.Line> lines = lines("one\n\ntwö\nrest", 100);

        // Then
        assertThat(lines).containsExactly(text("one"), text(""), text("twö"), text("rest"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 7, 100})
    void skipsALineThatIsTooLongHoweverItArrives(int piece) throws IOException {
        // Given
        String longest = "x".repeat(MAXIMUM - 1);
        String tooLong = "y".repeat(MAXIMUM);

        // When
        List<LineReader.Line> lines = lines(longest + "\n" + tooLong + "\n" + tooLong.repeat(9) + "\nend\n", piece);

        // Then
        assertThat(lines)
                .containsExactly(
                        text(longest), new LineReader.Line.TooLong(), new LineReader.Line.TooLong(), text("end"));
    }

    private static LineReader.Line text(String text) {
        return new LineReader.Line.Text(text);
    }

    private static List<LineReader.Line> lines(String input, int piece) throws IOException {
        LineReader reader = new LineReader(inPieces(input, piece), MAXIMUM);
        List<LineReader.Line> lines = new ArrayList<>();
        for (Optional<LineReader.Line> line = reader.next(); line.isPresent(); line = reader.next()) {
            lines.add(line.get());
        }
        return lines;
    }

    private static InputStream inPieces(String text, int piece) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)) {
            @Override
            public synchronized int read(byte[] target, int offset, int length) {
                return super.read(target, offset, Math.min(length, piece));
            }
        };
    }
}
