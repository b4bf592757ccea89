package dev.granary.libp2p.tls;

import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.P2pException;
import dev.granary.libp2p.identity.IdentityCertificate;
import dev.granary.libp2p.identity.PublicKey;
import dev.granary.libp2p.loop.Loop;
import dev.granary.libp2p.multiformats.PeerId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who the remote of one connection is, or why it is refused: kept aside, because TLS turns each reason into an alert. */
final class Judgement {
    private final Loop loop;
    private final Optional<PeerId> expected;
    private @Nullable PublicKey key;
    private @Nullable P2pException refusal;

    Judgement(Loop loop, Optional<PeerId> expected) {
        this.loop = loop;
        this.expected = expected;
    }

    void pass(List<byte[]> chain) throws P2pException {
        try {
            key = IdentityCertificate.verify(chain, loop.now(), expected);
        } catch (P2pException e) {
            refusal = e;
            throw e;
        }
    }

    /** The key that the remote proved to hold. */
    PublicKey key() throws P2pException {
        if (key == null) {
            throw new P2pException(P2pError.UNAUTHENTICATED, "The remote showed no certificate.");
        }
        return key;
    }

    Optional<P2pException> refusal() {
        return Optional.ofNullable(refusal);
    }
}
