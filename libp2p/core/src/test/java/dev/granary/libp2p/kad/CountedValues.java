package dev.granary.libp2p.kad;

import com.google.protobuf.ByteString;
import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.P2pException;
import dev.granary.libp2p.kad.records.RecordValidator;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/** Values that are numbers in text, the greater the better. */
public final class CountedValues implements RecordValidator {
    @Override
    public void validate(ByteString key, ByteString value, Instant now) throws P2pException {
        if (value.isEmpty() || value.size() > 9 || !value.toStringUtf8().chars().allMatch(Character::isDigit)) {
            throw new P2pException(P2pError.MALFORMED, "not a number");
        }
    }

    @Override
    public int select(ByteString key, List<ByteString> values) {
        return IntStream.range(0, values.size())
                .reduce(0, (best, i) -> number(values.get(i)) > number(values.get(best)) ? i : best);
    }

    private static int number(ByteString value) {
        return Integer.parseInt(value.toStringUtf8());
    }
}
