package dev.granary.fetchverify.format;

/** An upstream's document breaks its format or a limit. Carries no stack trace: an upstream can cause it at will. */
public final class MalformedDocumentException extends Exception {
    private static final long serialVersionUID = 1L;

    /**
     * @param sentence what is wrong and where, free of the document's raw text
     */
    public MalformedDocumentException(String sentence) {
        super(sentence, null, false, false);
    }
}
