package dev.granary.libp2p.simulation.scenario;

import com.google.protobuf.ByteString;
import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.P2pException;
import dev.granary.libp2p.kad.records.RecordValidator;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.List;

/** Values that prove themselves: each is the digest of its key. */
final class Proof implements RecordValidator {
    static final String NAMESPACE = "proof";

    /** The only right value of {@code key}. */
    static byte[] of(byte[] key) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(key);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every JDK has SHA-256", missing);
        }
    }

    @Override
    public void validate(ByteString key, ByteString value, Instant now) throws P2pException {
        if (!ByteString.copyFrom(of(key.toByteArray())).equals(value)) {
            throw new P2pException(P2pError.UNAUTHENTICATED, "A value is not the digest of its key.");
        }
    }

    @Override
    public int select(ByteString key, List<ByteString> values) {
        return 0;
    }
}
