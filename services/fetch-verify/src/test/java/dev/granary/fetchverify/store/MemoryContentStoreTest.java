package dev.granary.fetchverify.store;

import java.nio.file.Path;

class MemoryContentStoreTest extends ContentStoreConformance {
    @Override
    protected ContentStore open(Path directory) {
        return new MemoryContentStore(directory);
    }
}
