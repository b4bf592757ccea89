package dev.granary.fetchverify.source;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The bytes of an answer, read by one virtual thread. Closing early ends the transfer and frees its connection; until it
 * is closed a body holds one of the host's few places.
 */
public interface UpstreamBody extends AutoCloseable {
    /**
     * Reads some bytes, waiting for them no longer than the minimum rate allows; -1 at the end.
     *
     * @throws RestartRequiredException when the transfer broke and only a new request from zero can go on
     * @throws IOException when the transfer broke and could not be resumed, was too slow or longer than allowed; its
     *     message is a sentence for a person
     */
    int read(ByteBuffer target) throws IOException;

    /** Requests sent so far for these bytes, retries and resumes included. */
    int attempts();

    /**
     * Says, before closing, that the bytes contradict what a trusted source says of them: it counts against the host as a
     * failed request does.
     */
    void reportCorrupt();

    @Override
    void close();
}
