package dev.granary.libp2p.peerstore;

import dev.granary.libp2p.P2pException;
import dev.granary.libp2p.identity.PeerRecord;
import dev.granary.libp2p.identity.SignedEnvelope;

/**
 * Addresses that a peer has signed.
 *
 * @param envelope as it was signed, to be passed on
 */
public record CertifiedRecord(PeerRecord content, SignedEnvelope envelope) {
    /** What {@code envelope} proves. */
    public static CertifiedRecord of(SignedEnvelope envelope) throws P2pException {
        return new CertifiedRecord(PeerRecord.open(envelope), envelope);
    }
}
