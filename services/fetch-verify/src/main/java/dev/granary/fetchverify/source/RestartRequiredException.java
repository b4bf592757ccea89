package dev.granary.fetchverify.source;

import java.io.IOException;

/**
 * A transfer broke and can't go on from where it stopped: the upstream ignored the range, changed the file meanwhile, or
 * offers nothing to tell whether it did. Whoever consumed the bytes drops them and asks again from zero, with a new hash.
 */
public final class RestartRequiredException extends IOException {
    private static final long serialVersionUID = 1L;

    /**
     * @param sentence what happened, for a person
     */
    public RestartRequiredException(String sentence) {
        super(sentence);
    }
}
