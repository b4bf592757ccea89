package dev.granary.fetchverify.upstream.wire;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/** Decodes gzip; whoever reads bounds what comes out. */
public final class GzipInflow implements Inflow {
    private static final int BUFFER = 16 * 1024;

    private final Inflow encoded;
    private final byte[] buffer = new byte[BUFFER];
    private @Nullable GZIPInputStream decoder;

    public GzipInflow(Inflow encoded) {
        this.encoded = encoded;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        try {
            return decode(target);
        } catch (EOFException | ZipException e) {
            throw new IOException("the compressed bytes can't be decoded: " + e.getMessage(), e);
        }
    }

    private int decode(ByteBuffer target) throws IOException {
        GZIPInputStream stream = decoder;
        if (stream == null) {
            stream = new GZIPInputStream(new Encoded(encoded), BUFFER);
            decoder = stream;
        }
        int count = stream.read(buffer, 0, Math.min(buffer.length, target.remaining()));
        if (count > 0) {
            target.put(buffer, 0, count);
        }
        return count;
    }

    @Override
    public void close() {
        encoded.close();
    }

    private static final class Encoded extends InputStream {
        private final Inflow inflow;

        Encoded(Inflow inflow) {
            this.inflow = inflow;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            Objects.checkFromIndexSize(offset, length, bytes.length);
            return length == 0 ? 0 : inflow.read(ByteBuffer.wrap(bytes, offset, length));
        }
    }
}
