package dev.granary.fetchverify.gateway;

import dev.granary.fetchverify.store.ArtifactRecord;
import dev.granary.fetchverify.store.DocumentRecord;
import dev.granary.fetchverify.store.MemoryRecords;
import dev.granary.fetchverify.store.Records;
import dev.granary.kernel.PackageCoordinate;
import dev.granary.testing.Gate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** Records whose reader can be stopped right after it has read. */
final class PausingRecords implements Records {
    private final MemoryRecords records = new MemoryRecords();
    private final AtomicBoolean pausing = new AtomicBoolean();
    private final Gate paused = Gate.closed();
    private final Gate goesOn = Gate.closed();

    /** The next one who looks for an artifact stops with what it has read. */
    void pauseNext() {
        pausing.set(true);
    }

    /** Waits until somebody has stopped. */
    void awaitPause() {
        ScriptedUpstreams.pass(paused);
    }

    /** Lets the one who has stopped go on. */
    void goOn() {
        goesOn.open();
    }

    @Override
    public Optional<ArtifactRecord> findArtifact(String key) {
        Optional<ArtifactRecord> found = records.findArtifact(key);
        if (pausing.compareAndSet(true, false)) {
            paused.open();
            ScriptedUpstreams.pass(goesOn);
        }
        return found;
    }

    @Override
    public void keepArtifact(ArtifactRecord artifact) {
        records.keepArtifact(artifact);
    }

    @Override
    public List<ArtifactRecord> listArtifacts(PackageCoordinate version) {
        return records.listArtifacts(version);
    }

    @Override
    public Optional<DocumentRecord> findDocument(String key) {
        return records.findDocument(key);
    }

    @Override
    public void keepDocument(DocumentRecord document) {
        records.keepDocument(document);
    }

    @Override
    public void forgetDocument(String key) {
        records.forgetDocument(key);
    }
}
