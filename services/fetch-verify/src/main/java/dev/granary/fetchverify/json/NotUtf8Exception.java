package dev.granary.fetchverify.json;

import java.io.IOException;

/** The bytes are no UTF-8, or too many; becomes a malformed document where the parser's own complaints do. */
final class NotUtf8Exception extends IOException {
    private static final long serialVersionUID = 1L;

    private final String sentence;

    NotUtf8Exception(String sentence) {
        super(sentence);
        this.sentence = sentence;
    }

    String sentence() {
        return sentence;
    }
}
