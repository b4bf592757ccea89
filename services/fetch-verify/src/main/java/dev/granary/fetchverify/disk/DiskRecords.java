package dev.granary.fetchverify.disk;

import dev.granary.fetchverify.FetchVerifyError;
import dev.granary.fetchverify.disk.v1.ArtifactEntry;
import dev.granary.fetchverify.disk.v1.DocumentEntry;
import dev.granary.fetchverify.disk.v1.VersionEntry;
import dev.granary.fetchverify.store.ArtifactRecord;
import dev.granary.fetchverify.store.DocumentRecord;
import dev.granary.fetchverify.store.Records;
import dev.granary.kernel.GranaryException;
import dev.granary.kernel.PackageCoordinate;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;

/**
 * Records as small files on the local disk. Safe for threads; one process owns the directory.
 *
 * <p>An artifact's record survives a power failure, a document's only a crash: it can be fetched again. The list of a
 * version's files is written before the record that it is about, so a record is never missing from its list; a name
 * without a record is passed over.
 */
public final class DiskRecords implements Records {
    private static final int LONGEST_LIST = 1_000;
    private static final int LOCKS = 64;

    private final Path directory;
    private final LongAdder corrupt = new LongAdder();
    private final RecordFiles<ArtifactEntry> artifacts;
    private final RecordFiles<VersionEntry> versions;
    private final RecordFiles<DocumentEntry> documents;
    private final ReentrantLock[] versionLocks =
            IntStream.range(0, LOCKS).mapToObj(_ -> new ReentrantLock()).toArray(ReentrantLock[]::new);

    /**
     * Opens the records and removes what an earlier process left half-written.
     *
     * @param directory where records lie; created when it is missing
     * @throws IOException when the directory can't be created or read
     */
    public DiskRecords(Path directory) throws IOException {
        this.directory = directory;
        TemporaryFiles temporary = new TemporaryFiles(directory.resolve("tmp"));
        this.artifacts = new RecordFiles<>(directory.resolve("artifact"), temporary, ArtifactEntry.parser(), corrupt);
        this.versions = new RecordFiles<>(directory.resolve("version"), temporary, VersionEntry.parser(), corrupt);
        this.documents = new RecordFiles<>(directory.resolve("document"), temporary, DocumentEntry.parser(), corrupt);
    }

    /** Records found corrupt since the start; each was set aside. */
    public long corrupt() {
        return corrupt.sum();
    }

    @Override
    public Optional<ArtifactRecord> findArtifact(String key) {
        try {
            return artifacts.find(key, entry -> requireKey(key, Entries.from(entry)));
        } catch (IOException e) {
            throw failure("read the record of " + key, e);
        }
    }

    @Override
    public void keepArtifact(ArtifactRecord artifact) {
        String key = artifact.expectation().file().key();
        try {
            list(artifact.expectation().file().coordinate(), key);
            artifacts.keep(key, Entries.toEntry(artifact), DurableFiles.Durability.SYNCED);
        } catch (IOException e) {
            throw failure("write the record of " + key, e);
        }
    }

    @Override
    public List<ArtifactRecord> listArtifacts(PackageCoordinate version) {
        try {
            return keys(version).stream()
                    .limit(LONGEST_LIST)
                    .map(this::findArtifact)
                    .flatMap(Optional::stream)
                    .sorted(Comparator.comparing(a -> a.expectation().file().path()))
                    .toList();
        } catch (IOException e) {
            throw failure("list the files of " + version, e);
        }
    }

    @Override
    public Optional<DocumentRecord> findDocument(String key) {
        try {
            return documents.find(key, entry -> {
                if (!entry.getKey().equals(key)) {
                    throw new IllegalArgumentException("it is the record of " + entry.getKey());
                }
                return Entries.from(entry);
            });
        } catch (IOException e) {
            throw failure("read the record of " + key, e);
        }
    }

    @Override
    public void keepDocument(DocumentRecord document) {
        try {
            documents.keep(document.key(), Entries.toEntry(document), DurableFiles.Durability.WRITTEN);
        } catch (IOException e) {
            throw failure("write the record of " + document.key(), e);
        }
    }

    @Override
    public void forgetDocument(String key) {
        try {
            documents.forget(key);
        } catch (IOException e) {
            throw failure("remove the record of " + key, e);
        }
    }

    private static ArtifactRecord requireKey(String key, ArtifactRecord artifact) {
        if (!artifact.expectation().file().key().equals(key)) {
            throw new IllegalArgumentException(
                    "it is the record of " + artifact.expectation().file().key());
        }
        return artifact;
    }

    private List<String> keys(PackageCoordinate version) throws IOException {
        return versions.find(version.toString(), entry -> List.<String>copyOf(entry.getKeysList()))
                .orElse(List.of());
    }

    private void list(PackageCoordinate version, String key) throws IOException {
        ReentrantLock lock = versionLocks[Math.floorMod(version.hashCode(), LOCKS)];
        lock.lock();
        try {
            TreeSet<String> keys = new TreeSet<>(keys(version));
            if (keys.size() >= LONGEST_LIST || !keys.add(key)) {
                return;
            }
            VersionEntry entry = VersionEntry.newBuilder()
                    .setPurl(version.toString())
                    .addAllKeys(keys)
                    .build();
            versions.keep(version.toString(), entry, DurableFiles.Durability.SYNCED);
        } finally {
            lock.unlock();
        }
    }

    private GranaryException failure(String what, IOException cause) {
        return DurableFiles.isDiskFull(cause)
                ? new GranaryException(FetchVerifyError.STORE_FULL, "The disk of " + directory + " is full.", cause)
                : new GranaryException(FetchVerifyError.INTERNAL, "Can't " + what + ": " + cause, cause);
    }
}
