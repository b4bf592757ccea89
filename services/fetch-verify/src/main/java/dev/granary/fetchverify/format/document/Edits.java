package dev.granary.fetchverify.format.document;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Comparator.comparingLong;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/** Changes to byte ranges of a document. Mutable until applied; ranges may come in any order but not overlap. */
public final class Edits {
    private static final int BUFFER = 64 << 10;

    private final List<Edit> edits = new ArrayList<>();

    private record Edit(long start, long end, String text) {}

    /** Takes out the bytes from {@code start} up to {@code end}. */
    public void cut(long start, long end) {
        replace(start, end, "");
    }

    /** Puts {@code text} in front of the byte at {@code offset}. */
    public void insert(long offset, String text) {
        replace(offset, offset, text);
    }

    /** Writes {@code text} in the place of the bytes from {@code start} up to {@code end}. */
    public void replace(long start, long end, String text) {
        if (start < 0 || end < start) {
            throw new IllegalArgumentException("not a range: " + start + " to " + end);
        }
        edits.add(new Edit(start, end, text));
    }

    /** Copies {@code range} of {@code document} with the edits inside it. */
    public void apply(InputStream document, ByteRange range, OutputStream out) throws IOException {
        // of two edits at one place the insertion comes first
        edits.sort(comparingLong(Edit::start).thenComparingLong(Edit::end));
        byte[] buffer = new byte[BUFFER];
        document.skipNBytes(range.start());
        long at = range.start();
        for (Edit edit : edits) {
            if (edit.start < range.start() || edit.start >= range.end() || edit.end > range.end()) {
                continue;
            }
            if (edit.start < at) {
                throw new IllegalStateException("edits overlap at byte " + edit.start);
            }
            copy(document, edit.start - at, buffer, out);
            out.write(edit.text.getBytes(UTF_8));
            document.skipNBytes(edit.end - edit.start);
            at = edit.end;
        }
        if (range.equals(ByteRange.WHOLE)) {
            document.transferTo(out);
        } else {
            copy(document, range.end() - at, buffer, out);
        }
    }

    private static void copy(InputStream in, long count, byte[] buffer, OutputStream out) throws IOException {
        long left = count;
        while (left > 0) {
            int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (read < 0) {
                throw new EOFException("the document is shorter than when it was read first");
            }
            out.write(buffer, 0, read);
            left -= read;
        }
    }
}
