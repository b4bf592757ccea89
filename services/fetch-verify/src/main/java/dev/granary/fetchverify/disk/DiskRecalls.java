package dev.granary.fetchverify.disk;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Timestamp;
import dev.granary.fetchverify.FetchVerifyError;
import dev.granary.fetchverify.disk.v1.RecallEntries;
import dev.granary.fetchverify.disk.v1.RecallEntry;
import dev.granary.fetchverify.policy.Recall;
import dev.granary.fetchverify.policy.RecallStore;
import dev.granary.kernel.GranaryException;
import dev.granary.kernel.PackageCoordinate;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Recall decisions in one small file, written whole with each change. Safe for threads. */
public final class DiskRecalls implements RecallStore {
    private final Path file;
    private final TemporaryFiles temporary;
    private final Map<PackageCoordinate, Recall> recalls = new HashMap<>();

    /**
     * Reads the decisions.
     *
     * @param directory where the file lies; created when it is missing
     * @throws IOException when the file can't be read back whole: a mirror must not start without its recalls
     */
    public DiskRecalls(Path directory) throws IOException {
        this.temporary = new TemporaryFiles(directory.resolve("tmp"));
        this.file = directory.resolve("recalls");
        Optional<byte[]> bytes = DurableFiles.read(file);
        if (bytes.isPresent()) {
            read(bytes.get()).forEach(recall -> recalls.put(recall.subject(), recall));
        }
    }

    @Override
    public synchronized List<Recall> list() {
        return List.copyOf(recalls.values());
    }

    @Override
    public synchronized void keep(Recall recall) {
        Map<PackageCoordinate, Recall> changed = new HashMap<>(recalls);
        changed.put(recall.subject(), recall);
        RecallEntries.Builder message = RecallEntries.newBuilder();
        changed.values().forEach(each -> message.addRecalls(entry(each)));
        try {
            DurableFiles.replace(temporary.next(), file, Frames.of(message.build()), DurableFiles.Durability.SYNCED);
        } catch (IOException e) {
            throw new GranaryException(
                    DurableFiles.isDiskFull(e) ? FetchVerifyError.STORE_FULL : FetchVerifyError.INTERNAL,
                    "The recall of " + recall.subject() + " can't be written to " + file + ".",
                    e);
        }
        recalls.put(recall.subject(), recall);
    }

    private List<Recall> read(byte[] bytes) throws IOException {
        ByteBuffer payload = Frames.next(ByteBuffer.wrap(bytes))
                .orElseThrow(() -> new IOException("The recalls in " + file
                        + " are damaged: restore the file from a backup, or remove it and recall again."));
        try {
            List<Recall> read = new ArrayList<>();
            for (RecallEntry entry : RecallEntries.parseFrom(payload).getRecallsList()) {
                read.add(recall(entry));
            }
            return read;
        } catch (InvalidProtocolBufferException e) {
            throw new IOException("The recalls in " + file + " can't be read.", e);
        }
    }

    private Recall recall(RecallEntry entry) throws IOException {
        PackageCoordinate subject = PackageCoordinate.parse(entry.getPurl())
                .orElseThrow(() -> new IOException("A recall in " + file + " names no package."));
        Instant at =
                Instant.ofEpochSecond(entry.getAt().getSeconds(), entry.getAt().getNanos());
        return new Recall(subject, entry.getActive(), entry.getReason(), entry.getActor(), at, entry.getRevision());
    }

    private static RecallEntry entry(Recall recall) {
        Instant at = recall.at();
        return RecallEntry.newBuilder()
                .setPurl(recall.subject().toString())
                .setActive(recall.active())
                .setReason(recall.reason())
                .setActor(recall.actor())
                .setAt(Timestamp.newBuilder().setSeconds(at.getEpochSecond()).setNanos(at.getNano()))
                .setRevision(recall.revision())
                .build();
    }
}
