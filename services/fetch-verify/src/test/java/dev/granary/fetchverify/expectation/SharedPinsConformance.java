package dev.granary.fetchverify.expectation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.granary.fetchverify.format.ArtifactFile;
import dev.granary.fetchverify.store.SampleRecords;
import dev.granary.kernel.PackageCoordinate;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What all shared pins do. */
public abstract class SharedPinsConformance {
    /** Tests may share one database: each has a package of its own. */
    private final String name = "pinned-" + UUID.randomUUID();

    private final PackageCoordinate version = SampleRecords.version(name, "1.0.0");
    private final String path = name + "/-/" + name + "-1.0.0.tgz";

    /** The pins under test. */
    protected abstract SharedPins pins() throws Exception;

    /** Tells the pins that an artifact was stored, as a replica does. */
    protected abstract void onStored(Expectation expectation) throws Exception;

    @Test
    void findWhatWasStored() throws Exception {
        // Given
        Expectation stored = SampleRecords.expectation(version, path, "bytes");

        // When
        onStored(stored);

        // Then
        assertThat(pins().find(stored.file())).contains(stored);
    }

    @Test
    void findTheVersionThatThePathDoesNotTell() throws Exception {
        // Given
        Expectation stored = SampleRecords.expectation(version, path, "bytes");
        onStored(stored);

        // When
        Optional<Expectation> found = pins().find(new ArtifactFile("", version.withoutVersion(), path));

        // Then
        assertThat(found.orElseThrow().file().coordinate()).isEqualTo(version);
    }

    @Test
    void keepTheFirstClaim() throws Exception {
        // Given
        Expectation first = SampleRecords.expectation(version, path, "first");
        onStored(first);

        // When
        onStored(SampleRecords.expectation(version, path, "other"));

        // Then
        assertThat(pins().find(first.file())).contains(first);
    }

    @Test
    void knowNothingOfOtherFiles() throws Exception {
        // Given
        onStored(SampleRecords.expectation(version, path, "bytes"));

        // Then
        assertThat(pins().find(new ArtifactFile("", version, path + ".sig"))).isEmpty();
    }
}
