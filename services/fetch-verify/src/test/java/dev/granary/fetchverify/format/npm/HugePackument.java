package dev.granary.fetchverify.format.npm;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.granary.fetchverify.format.Listing;
import dev.granary.fetchverify.format.MalformedDocumentException;
import dev.granary.fetchverify.format.Rendering;
import java.io.ByteArrayInputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Iterator;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** A packument of 40 MB that is nowhere held: 5,000 versions of 4 kB and a readme of 20 MB. */
final class HugePackument {
    private static final int VERSIONS = 5000;
    private static final int README_PARTS = 5120;

    private HugePackument() {}

    public static void main(String[] arguments) throws IOException, MalformedDocumentException {
        Listing listing;
        try (InputStream in = open()) {
            listing = NpmDocuments.FORMAT.list(NpmDocuments.packument("demo"), NpmDocuments.UPSTREAM, in);
        }
        Counter counter = new Counter();
        Rendering rendering = new Rendering(NpmDocuments.GATEWAY, Set.of("1.0.4999"));
        NpmDocuments.FORMAT.render(NpmViews.FULL, listing, rendering, HugePackument::open, counter);
        NpmDocuments.FORMAT.render(
                NpmViews.ABBREVIATED, listing, rendering, HugePackument::open, OutputStream.nullOutputStream());
        String result = "listed " + listing.files().size() + ", wrote " + (counter.count >> 20) + " MB\n";
        new FileOutputStream(FileDescriptor.out).write(result.getBytes(UTF_8));
    }

    /** Gives the bytes part by part. */
    static InputStream open() {
        return new Parts(VERSIONS + README_PARTS + 3, HugePackument::part);
    }

    private static String part(int index) {
        if (index == 0) {
            return "{\"name\":\"demo\",\"dist-tags\":{\"latest\":\"1.0.4999\"},\"versions\":{";
        }
        if (index <= VERSIONS) {
            return version(index - 1);
        }
        if (index == VERSIONS + 1) {
            return "},\"readme\":\"";
        }
        return index == VERSIONS + README_PARTS + 2 ? "\"}" : "x\\n\u20ac".repeat(683);
    }

    private static String version(int index) {
        String version = "1.0." + index;
        return (index == 0 ? "" : ",") + "\"" + version + "\":{\"name\":\"demo\",\"version\":\"" + version
                + "\",\"dist\":{\"tarball\":\"" + PackumentText.UPSTREAM + "demo/-/demo-" + version
                + ".tgz\",\"integrity\":\"" + PackumentText.integrity(version) + "\"},\"description\":\""
                + "d".repeat(4100)
                + "\"}";
    }

    /** Counts what is written. */
    private static final class Counter extends OutputStream {
        private long count;

        @Override
        public void write(int b) {
            count++;
        }

        @Override
        public void write(byte[] buffer, int offset, int length) {
            count += length;
        }
    }

    /** One part after the other. */
    private static final class Parts extends InputStream {
        private final Iterator<Integer> indexes;
        private final IntFunction<String> parts;
        private InputStream current = InputStream.nullInputStream();

        Parts(int count, IntFunction<String> parts) {
            this.indexes = IntStream.range(0, count).iterator();
            this.parts = parts;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0];
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = current.read(buffer, offset, length);
            while (read < 0 && indexes.hasNext()) {
                current = new ByteArrayInputStream(parts.apply(indexes.next()).getBytes(UTF_8));
                read = current.read(buffer, offset, length);
            }
            return read;
        }
    }
}
