package dev.granary.libp2p.kad.records;

import com.google.protobuf.ByteString;
import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.P2pException;
import dev.granary.libp2p.identity.PublicKey;
import dev.granary.libp2p.multiformats.PeerId;
import java.time.Instant;
import java.util.List;

/** The namespace {@code pk}: the key that a peer's id is the hash of. There is one good value, so all are alike. */
public final class PublicKeyValidator implements RecordValidator {
    public static final String NAMESPACE = "pk";

    private static final int PREFIX = 4;

    @Override
    public void validate(ByteString key, ByteString value, Instant now) throws P2pException {
        PeerId named = PeerId.decode(key.substring(Math.min(PREFIX, key.size())).toByteArray());
        if (!PublicKey.decode(value.toByteArray()).peerId().equals(named)) {
            throw new P2pException(
                    P2pError.UNAUTHENTICATED, "A public key is not that of the peer that it is kept for.");
        }
    }

    @Override
    public int select(ByteString key, List<ByteString> values) {
        return 0;
    }
}
