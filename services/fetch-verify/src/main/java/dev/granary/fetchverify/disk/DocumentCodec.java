package dev.granary.fetchverify.disk;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.granary.fetchverify.disk.v1.DocumentEntry;
import dev.granary.fetchverify.store.DocumentRecord;

/** The record of a document as bytes, for replicas that share it. A newer version reads what an older one wrote. */
public final class DocumentCodec {
    private DocumentCodec() {}

    public static byte[] encode(DocumentRecord document) {
        return Entries.toEntry(document).toByteArray();
    }

    /**
     * Reads what {@link #encode} wrote.
     *
     * @throws IllegalArgumentException when it makes no sense
     */
    public static DocumentRecord decode(byte[] bytes) {
        try {
            return Entries.from(DocumentEntry.parseFrom(bytes));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException("not a document's record", e);
        }
    }
}
