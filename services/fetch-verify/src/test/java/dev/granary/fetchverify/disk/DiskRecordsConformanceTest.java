package dev.granary.fetchverify.disk;

import dev.granary.fetchverify.store.Records;
import dev.granary.fetchverify.store.RecordsConformance;
import java.io.IOException;
import java.nio.file.Path;

class DiskRecordsConformanceTest extends RecordsConformance {
    @Override
    protected Records open(Path directory) throws IOException {
        return new DiskRecords(directory);
    }
}
