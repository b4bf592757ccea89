package dev.granary.fetchverify.disk;

import dev.granary.fetchverify.expectation.Sightings;
import dev.granary.fetchverify.expectation.SightingsConformance;
import java.io.IOException;
import java.nio.file.Path;

class DiskSightingsConformanceTest extends SightingsConformance {
    @Override
    protected Sightings open(Path directory) throws IOException {
        return new DiskSightings(directory);
    }
}
