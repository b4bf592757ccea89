package dev.granary.fetchverify.store;

import dev.granary.kernel.PackageCoordinate;
import java.util.List;
import java.util.Optional;

/**
 * The records of what is held, on this replica. May block on the disk. A record that can't be read back whole is
 * treated as absent and set aside for a person to look at.
 */
public interface Records {
    /** Finds what is known of the file with the given {@code ArtifactFile.key()}. */
    Optional<ArtifactRecord> findArtifact(String key);

    /** Writes the record durably; it replaces the one with the same file key. */
    void keepArtifact(ArtifactRecord artifact);

    /** The records of all files of one package version, at most 1,000, ordered by path. */
    List<ArtifactRecord> listArtifacts(PackageCoordinate version);

    /** Finds what is known of the document with the given {@code DocumentKey.key()}. */
    Optional<DocumentRecord> findDocument(String key);

    /** Writes the record; it replaces the one with the same key. */
    void keepDocument(DocumentRecord document);

    /** Makes the document absent. Its bytes stay content until they are evicted. */
    void forgetDocument(String key);
}
