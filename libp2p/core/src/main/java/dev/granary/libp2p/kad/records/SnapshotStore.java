package dev.granary.libp2p.kad.records;

import dev.granary.libp2p.P2pException;
import java.io.IOException;
import java.util.Optional;

/**
 * Keeps one snapshot between two runs. May block, so it is called by the program and never on a loop.
 */
public interface SnapshotStore {
    /**
     * The snapshot that was saved last; empty when there is none.
     *
     * @throws P2pException when what was kept is damaged
     */
    Optional<byte[]> load() throws IOException, P2pException;

    /**
     * Keeps {@code snapshot} in place of the last one: after a crash there is one or the other, whole.
     *
     * @throws P2pException {@code LIMIT} when it is too long; the last one stays
     */
    void save(byte[] snapshot) throws IOException, P2pException;
}
