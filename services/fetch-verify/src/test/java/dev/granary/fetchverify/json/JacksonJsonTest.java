package dev.granary.fetchverify.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.granary.fetchverify.format.MalformedDocumentException;
import dev.granary.fetchverify.format.document.JsonReader;
import dev.granary.fetchverify.format.document.JsonReader.Token;
import dev.granary.fetchverify.format.document.SampleLimits;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JacksonJsonTest {
    private final JacksonJson json = new JacksonJson(SampleLimits.INDEXES);

    @ParameterizedTest(name = "{0} bytes at a time")
    @ValueSource(ints = {1, 2, 3, 7, 100_000})
    void tellsAtWhichBytesTokensLie(int step) throws IOException, MalformedDocumentException {
        // Given
        String text = " { \"a\" : \"x\\u20ac\u20ac\" ,\"b\":[ -1.5e3 ,true,null, {} ], \"\u20ac\":false }";
        byte[] bytes = text.getBytes(UTF_8);

        // When
        List<String> tokens = new ArrayList<>();
        try (JsonReader reader = json.open(new Stepwise(bytes, step))) {
            for (Token token = reader.next(); token != Token.END; token = reader.next()) {
                tokens.add(token == Token.NAME ? reader.text() : raw(bytes, reader));
            }
        }

        // Then
        assertThat(tokens)
                .containsExactly(
                        "{",
                        "a",
                        "\"x\\u20ac\u20ac\"",
                        "b",
                        "[",
                        "-1.5e3",
                        "true",
                        "null",
                        "{",
                        "}",
                        "]",
                        "\u20ac",
                        "false",
                        "}");
    }

    @Test
    void skipsAContainerWithAllItHolds() throws IOException, MalformedDocumentException {
        try (JsonReader reader = json.open(stream("[[1,[2,{\"a\":[3]}]],\"after\"]"))) {
            // Given
            reader.next();
            reader.next();

            // When
            reader.skip();
            reader.skip();

            // Then
            assertThat(reader.current()).isEqualTo(Token.ARRAY_END);
            assertThat(reader.next()).isEqualTo(Token.STRING);
            assertThat(reader.text()).isEqualTo("after");
            assertThat(reader.next()).isEqualTo(Token.ARRAY_END);
            assertThat(reader.next()).isEqualTo(Token.END);
            assertThat(reader.next()).isEqualTo(Token.END);
        }
    }

    @Test
    void readsOneScalarAsADocument() throws IOException, MalformedDocumentException {
        try (JsonReader reader = json.open(stream(" 12 "))) {
            assertThat(reader.next()).isEqualTo(Token.NUMBER);
            assertThat(reader.next()).isEqualTo(Token.END);
        }
    }

    @Test
    void hasNoTextForANumberAndNoEndForAName() throws IOException, MalformedDocumentException {
        try (JsonReader reader = json.open(stream("{\"a\":1}"))) {
            reader.next();
            reader.next();
            assertThatIllegalStateException().isThrownBy(reader::end);
            reader.next();
            assertThatIllegalStateException().isThrownBy(reader::text);
        }
    }

    @Test
    void leavesTheStreamOpen() throws IOException, MalformedDocumentException {
        // Given
        boolean[] closed = new boolean[1];
        InputStream in = new FilterInputStream(stream("{}")) {
            @Override
            public void close() {
                closed[0] = true;
            }
        };

        // When
        try (JsonReader reader = json.open(in)) {
            reader.next();
        }

        // Then
        assertThat(closed[0]).isFalse();
    }

    @Test
    void saysWhereButNotWhatIsWrong() throws IOException {
        try (JsonReader reader = json.open(stream("{\"secret\":token}"))) {
            assertThatExceptionOfType(MalformedDocumentException.class)
                    .isThrownBy(() -> {
                        while (reader.next() != Token.END) {
                            reader.skip();
                        }
                    })
                    .withMessageStartingWith("not JSON at byte ")
                    .withMessageNotContaining("token");
        }
    }

    private static String raw(byte[] bytes, JsonReader reader) throws IOException, MalformedDocumentException {
        return new String(bytes, (int) reader.start(), (int) (reader.end() - reader.start()), UTF_8);
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(UTF_8));
    }

    /** Gives a few bytes at each call, as a network does. */
    private static final class Stepwise extends ByteArrayInputStream {
        private final int step;

        Stepwise(byte[] bytes, int step) {
            super(bytes);
            this.step = step;
        }

        @Override
        public synchronized int read(byte[] buffer, int offset, int length) {
            return super.read(buffer, offset, Math.min(length, step));
        }
    }
}
