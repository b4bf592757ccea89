package dev.granary.fetchverify.disk;

import dev.granary.fetchverify.store.ContentStore;
import dev.granary.fetchverify.store.ContentStoreConformance;
import dev.granary.kernel.ByteCount;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;

class DiskContentStoreConformanceTest extends ContentStoreConformance {
    @Override
    protected ContentStore open(Path directory) throws IOException {
        return new DiskContentStore(
                Stores.settings(directory, ByteCount.ofMebibytes(64)), _ -> false, Clock.systemUTC());
    }
}
