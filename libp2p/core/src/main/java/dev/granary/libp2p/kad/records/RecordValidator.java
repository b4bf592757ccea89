package dev.granary.libp2p.kad.records;

import com.google.protobuf.ByteString;
import dev.granary.libp2p.P2pException;
import java.time.Instant;
import java.util.List;

/**
 * Says which values of a namespace are good, and which of several is better. Pure: asked on every put, on what a lookup
 * brings, and again before a stored value is given out.
 */
public interface RecordValidator {
    /**
     * Takes a value that proves itself.
     *
     * @param key whole, with the namespace in front
     * @throws P2pException when {@code value} is not one for {@code key}, or not any more
     */
    void validate(ByteString key, ByteString value, Instant now) throws P2pException;

    /**
     * Which of {@code values}, all of them valid, is to be kept.
     *
     * @param values at least one
     */
    int select(ByteString key, List<ByteString> values);
}
