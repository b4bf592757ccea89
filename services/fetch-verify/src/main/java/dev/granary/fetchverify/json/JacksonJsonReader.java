package dev.granary.fetchverify.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import dev.granary.fetchverify.format.MalformedDocumentException;
import dev.granary.fetchverify.format.document.JsonLimits;
import dev.granary.fetchverify.format.document.JsonReader;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** One reading of one text. Sentences name byte offsets, never the text itself. */
final class JacksonJsonReader implements JsonReader {
    private final JsonParser parser;
    private final JsonLimits limits;
    private Token current = Token.END;
    private int depth;
    private boolean started;

    JacksonJsonReader(JsonParser parser, JsonLimits limits) {
        this.parser = parser;
        this.limits = limits;
    }

    @Override
    public Token next() throws IOException, MalformedDocumentException {
        try {
            if (started && depth == 0) {
                current = requireEnd(parser.nextToken());
                return current;
            }
            started = true;
            current = advance();
            return current;
        } catch (JsonProcessingException | NotUtf8Exception e) {
            throw malformed(e);
        }
    }

    @Override
    public Token current() {
        return current;
    }

    @Override
    public void skip() throws IOException, MalformedDocumentException {
        if (current != Token.OBJECT_START && current != Token.ARRAY_START) {
            return;
        }
        int outside = depth - 1;
        try {
            while (depth > outside) {
                current = advance();
            }
        } catch (JsonProcessingException | NotUtf8Exception e) {
            throw malformed(e);
        }
    }

    @Override
    public String text() throws IOException, MalformedDocumentException {
        if (current != Token.NAME && current != Token.STRING) {
            throw new IllegalStateException("a " + current + " has no text");
        }
        try {
            String text = parser.getText();
            requireWholeCharacters(text);
            return text;
        } catch (JsonProcessingException | NotUtf8Exception e) {
            throw malformed(e);
        }
    }

    @Override
    public long start() {
        return parser.currentTokenLocation().getByteOffset();
    }

    @Override
    public long end() throws IOException, MalformedDocumentException {
        if (current == Token.NAME) {
            throw new IllegalStateException("the parser is already past a name's end");
        }
        try {
            parser.finishToken();
            return here();
        } catch (JsonProcessingException | NotUtf8Exception e) {
            throw malformed(e);
        }
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }

    private Token advance() throws IOException, MalformedDocumentException {
        JsonToken token = parser.nextToken();
        if (token == null) {
            throw new MalformedDocumentException("the JSON ends early, at byte " + here());
        }
        return switch (token) {
            case START_OBJECT -> deeper(Token.OBJECT_START);
            case START_ARRAY -> deeper(Token.ARRAY_START);
            case END_OBJECT -> higher(Token.OBJECT_END);
            case END_ARRAY -> higher(Token.ARRAY_END);
            case FIELD_NAME -> Token.NAME;
            case VALUE_STRING -> Token.STRING;
            case VALUE_NUMBER_INT -> Token.NUMBER;
            case VALUE_NUMBER_FLOAT -> finiteNumber();
            case VALUE_TRUE -> Token.TRUE;
            case VALUE_FALSE -> Token.FALSE;
            case VALUE_NULL -> Token.NULL;
            case NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT ->
                throw new IllegalStateException("a blocking parser of text gave " + token);
        };
    }

    private Token deeper(Token token) {
        depth++;
        return token;
    }

    private Token higher(Token token) {
        depth--;
        return token;
    }

    private Token finiteNumber() throws IOException, MalformedDocumentException {
        if (Double.isInfinite(parser.getDoubleValue())) {
            throw new MalformedDocumentException("a number is beyond every range, at byte " + start());
        }
        return Token.NUMBER;
    }

    private Token requireEnd(@Nullable JsonToken token) throws MalformedDocumentException {
        if (token != null) {
            throw new MalformedDocumentException("something follows the JSON, at byte " + start());
        }
        return Token.END;
    }

    private void requireWholeCharacters(String text) throws MalformedDocumentException {
        int at = 0;
        while (at < text.length()) {
            int character = text.codePointAt(at);
            if (character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE) {
                throw new MalformedDocumentException("a text holds half a character, at byte " + start());
            }
            at += Character.charCount(character);
        }
    }

    private long here() {
        return parser.currentLocation().getByteOffset();
    }

    private MalformedDocumentException malformed(IOException e) {
        return new MalformedDocumentException(
                switch (e) {
                    case NotUtf8Exception broken -> broken.sentence();
                    case StreamConstraintsException _ ->
                        "the JSON is nested deeper than " + limits.depth() + ", or has a name longer than "
                                + limits.nameLength() + ", a number longer than " + limits.numberLength()
                                + " or a needed text longer than " + limits.textLength() + " characters, at byte "
                                + here();
                    case JsonEOFException _ -> "the JSON ends early, at byte " + here();
                    default -> "not JSON at byte " + here();
                });
    }
}
