package dev.granary.libp2p.kad.records;

import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.P2pException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps a snapshot for as long as the JVM lives: for tests and simulations. */
public final class MemorySnapshotStore implements SnapshotStore {
    private final int mostBytes;
    private byte @Nullable [] kept;

    public MemorySnapshotStore(int mostBytes) {
        this.mostBytes = mostBytes;
    }

    @Override
    public Optional<byte[]> load() {
        return Optional.ofNullable(kept).map(byte[]::clone);
    }

    @Override
    public void save(byte[] snapshot) throws P2pException {
        if (snapshot.length > mostBytes) {
            throw new P2pException(
                    P2pError.LIMIT, "A snapshot of " + snapshot.length + " bytes, limit " + mostBytes + ".");
        }
        kept = snapshot.clone();
    }
}
