package dev.granary.libp2p.identify;

import dev.granary.libp2p.P2pException;
import dev.granary.libp2p.identity.SignedEnvelope;
import dev.granary.libp2p.peerstore.CertifiedRecord;

/** Judges signed records. A program with many hosts can judge each record once for all of them. */
@FunctionalInterface
public interface RecordOpener {
    /** Judges each record whenever it comes. */
    RecordOpener ALWAYS = envelope -> CertifiedRecord.of(SignedEnvelope.decode(envelope));

    /** What {@code envelope} proves. */
    CertifiedRecord open(byte[] envelope) throws P2pException;
}
