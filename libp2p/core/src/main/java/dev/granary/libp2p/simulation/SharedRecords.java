package dev.granary.libp2p.simulation;

import dev.granary.libp2p.P2pException;
import dev.granary.libp2p.identify.RecordOpener;
import dev.granary.libp2p.peerstore.CertifiedRecord;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/** Judges each record once for all hosts of a simulation, and lets them share what it says. A bad one is never kept. */
final class SharedRecords implements RecordOpener {
    private static final int MOST = 32 * 1024;

    private final Map<ByteBuffer, CertifiedRecord> known = new LinkedHashMap<>();

    @Override
    public CertifiedRecord open(byte[] envelope) throws P2pException {
        ByteBuffer name = ByteBuffer.wrap(envelope);
        CertifiedRecord record = known.get(name);
        if (record == null) {
            record = RecordOpener.ALWAYS.open(envelope);
            known.put(name, record);
            if (known.size() > MOST) {
                known.remove(known.keySet().iterator().next());
            }
        }
        return record;
    }
}
