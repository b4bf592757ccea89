package dev.granary.fetchverify.expectation;

import dev.granary.fetchverify.format.ArtifactFile;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Pins that end with the process. */
public final class MemorySharedPins implements SharedPins {
    private final ConcurrentMap<String, Expectation> pins = new ConcurrentHashMap<>();

    /** Pins what a file must be, unless there is a pin. */
    public void pin(Expectation expectation) {
        pins.putIfAbsent(expectation.file().key(), expectation);
    }

    @Override
    public Optional<Expectation> find(ArtifactFile file) {
        return Optional.ofNullable(pins.get(file.key()));
    }
}
