package dev.granary.libp2p.kad.records;

class MemorySnapshotStoreTest extends SnapshotStoreConformance {
    private final MemorySnapshotStore store = new MemorySnapshotStore(MOST);

    @Override
    SnapshotStore open() {
        return store;
    }
}
