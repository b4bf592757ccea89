package dev.granary.fetchverify.redis;

import dev.granary.fetchverify.disk.DocumentCodec;
import dev.granary.fetchverify.store.DocumentRecord;
import dev.granary.fetchverify.store.SharedCache.SharedDocument;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * A document as one value: a byte that tells the form of the body, the record's length in four bytes, the record, the
 * body. The body is compressed where that makes it smaller by an eighth at least.
 */
final class SharedValue {
    private static final byte PLAIN = 1;
    private static final byte DEFLATED = 2;
    private static final int HEAD = 5;
    private static final int SHORTEST_COMPRESSED = 4096;

    private SharedValue() {}

    static byte[] encode(SharedDocument document) {
        byte[] record = DocumentCodec.encode(document.document());
        ByteBuffer body = document.bytes().duplicate();
        ByteBuffer compressed = deflate(body.duplicate());
        boolean smaller = compressed.remaining() <= body.remaining() / 8 * 7;
        ByteBuffer chosen = smaller ? compressed : body;
        return ByteBuffer.allocate(HEAD + record.length + chosen.remaining())
                .put(smaller ? DEFLATED : PLAIN)
                .putInt(record.length)
                .put(record)
                .put(chosen)
                .array();
    }

    /**
     * Reads what {@link #encode} wrote.
     *
     * @param largest body that is accepted, in bytes
     * @throws IllegalArgumentException when it makes no sense
     */
    static SharedDocument decode(byte[] value, long largest) {
        try {
            ByteBuffer source = ByteBuffer.wrap(value);
            byte form = source.get();
            byte[] record = new byte[Math.min(source.remaining(), Math.max(0, source.getInt()))];
            source.get(record);
            DocumentRecord document = DocumentCodec.decode(record);
            if (document.size() < 0 || document.size() > largest) {
                throw new IllegalArgumentException("a body of " + document.size() + " B");
            }
            return new SharedDocument(document, body(form, source, Math.toIntExact(document.size())));
        } catch (BufferUnderflowException | DataFormatException e) {
            throw new IllegalArgumentException("not a shared document", e);
        }
    }

    private static ByteBuffer body(byte form, ByteBuffer source, int size) throws DataFormatException {
        ByteBuffer body =
                switch (form) {
                    case PLAIN -> source.slice();
                    case DEFLATED -> inflate(source, size);
                    default -> throw new IllegalArgumentException("a body of form " + form);
                };
        if (body.remaining() != size) {
            throw new IllegalArgumentException("a body of " + body.remaining() + " B, not " + size);
        }
        return body.asReadOnlyBuffer();
    }

    /** The compressed body; as long as the body itself when it would not become smaller. */
    private static ByteBuffer deflate(ByteBuffer body) {
        if (body.remaining() < SHORTEST_COMPRESSED) {
            return body;
        }
        ByteBuffer target = ByteBuffer.allocate(body.remaining());
        try (Deflater deflater = new Deflater(Deflater.BEST_SPEED)) {
            deflater.setInput(body);
            deflater.finish();
            while (!deflater.finished() && target.hasRemaining()) {
                deflater.deflate(target);
            }
        }
        return target.flip();
    }

    private static ByteBuffer inflate(ByteBuffer source, int size) throws DataFormatException {
        ByteBuffer target = ByteBuffer.allocate(size + 1); // one more shows a body that is too long
        try (Inflater inflater = new Inflater()) {
            inflater.setInput(source);
            while (!inflater.finished() && target.hasRemaining()) {
                if (inflater.inflate(target) == 0 && inflater.needsInput()) {
                    break;
                }
            }
        }
        return target.flip();
    }
}
