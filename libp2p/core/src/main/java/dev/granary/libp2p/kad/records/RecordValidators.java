package dev.granary.libp2p.kad.records;

import com.google.protobuf.ByteString;
import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.P2pException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The validator of each namespace. Keys are {@code /namespace/rest}; a namespace without a validator is refused. */
public final class RecordValidators implements RecordValidator {
    private static final int LONGEST_NAMESPACE = 64;

    /** {@code pk} alone. */
    public static final RecordValidators STANDARD = new RecordValidators(Map.of());

    private final Map<String, RecordValidator> byNamespace;

    /** @param more beside {@code pk} */
    public RecordValidators(Map<String, RecordValidator> more) {
        Map<String, RecordValidator> all = new HashMap<>(more);
        all.putIfAbsent(PublicKeyValidator.NAMESPACE, new PublicKeyValidator());
        this.byNamespace = Map.copyOf(all);
    }

    @Override
    public void validate(ByteString key, ByteString value, Instant now) throws P2pException {
        RecordValidator validator = find(key);
        if (validator == null) {
            throw new P2pException(P2pError.NOT_SUPPORTED, "Values of this namespace are not kept.");
        }
        validator.validate(key, value, now);
    }

    @Override
    public int select(ByteString key, List<ByteString> values) {
        RecordValidator validator = find(key);
        if (validator == null) {
            throw new IllegalArgumentException("only valid values can be compared");
        }
        return validator.select(key, values);
    }

    private @Nullable RecordValidator find(ByteString key) {
        if (key.isEmpty() || key.byteAt(0) != '/') {
            return null;
        }
        for (int end = 1; end < Math.min(key.size(), LONGEST_NAMESPACE); end++) {
            if (key.byteAt(end) == '/') {
                ByteString namespace = key.substring(1, end);
                return namespace.isValidUtf8() ? byNamespace.get(namespace.toStringUtf8()) : null;
            }
        }
        return null;
    }
}
