package dev.granary.fetchverify.store;

import java.nio.file.Path;

class MemoryRecordsTest extends RecordsConformance {
    @Override
    protected Records open(Path directory) {
        return new MemoryRecords();
    }
}
