package dev.granary.fetchverify.store;

import dev.granary.kernel.PackageCoordinate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Records that end with the process. */
public final class MemoryRecords implements Records {
    private final ConcurrentMap<String, ArtifactRecord> artifacts = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, DocumentRecord> documents = new ConcurrentHashMap<>();

    @Override
    public Optional<ArtifactRecord> findArtifact(String key) {
        return Optional.ofNullable(artifacts.get(key));
    }

    @Override
    public void keepArtifact(ArtifactRecord artifact) {
        artifacts.put(artifact.expectation().file().key(), artifact);
    }

    @Override
    public List<ArtifactRecord> listArtifacts(PackageCoordinate version) {
        return artifacts.values().stream()
                .filter(artifact -> artifact.expectation().file().coordinate().equals(version))
                .sorted(Comparator.comparing(
                        artifact -> artifact.expectation().file().path()))
                .limit(1_000)
                .toList();
    }

    @Override
    public Optional<DocumentRecord> findDocument(String key) {
        return Optional.ofNullable(documents.get(key));
    }

    @Override
    public void keepDocument(DocumentRecord document) {
        documents.put(document.key(), document);
    }

    @Override
    public void forgetDocument(String key) {
        documents.remove(key);
    }
}
