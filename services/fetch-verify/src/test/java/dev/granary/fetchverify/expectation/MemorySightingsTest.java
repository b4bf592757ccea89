package dev.granary.fetchverify.expectation;

import java.nio.file.Path;

class MemorySightingsTest extends SightingsConformance {
    @Override
    protected Sightings open(Path directory) {
        return new MemorySightings();
    }
}
