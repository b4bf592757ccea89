package dev.granary.fetchverify.gateway;

import dev.granary.fetchverify.store.ContentStore;
import dev.granary.fetchverify.store.IncomingContent;
import dev.granary.fetchverify.verify.RunningDigests;
import dev.granary.kernel.ContentDigest;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Takes a rendered body: keeps a small one in memory, writes a large one to the content store. */
final class BodySink extends OutputStream {
    /** Bodies up to this size are served from memory; above, sendfile is cheaper than a copy. */
    static final int LARGEST_IN_MEMORY = 64 * 1024;

    private final ContentStore store;
    private final RunningDigests digests = new RunningDigests(Set.of());
    private final ByteBuffer memory = ByteBuffer.allocate(LARGEST_IN_MEMORY);
    private @Nullable IncomingContent large;
    private boolean finished;

    BodySink(ContentStore store) {
        this.store = store;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        ByteBuffer part = ByteBuffer.wrap(bytes, offset, length);
        digests.update(part);
        if (large == null && length <= memory.remaining()) {
            memory.put(part);
            return;
        }
        spill().write(part);
    }

    /** Ends writing. */
    RenderedBody finish() throws IOException {
        finished = true;
        ContentDigest sha256 = digests.finishSha256();
        if (large != null) {
            try (IncomingContent content = large) {
                return new RenderedBody.Stored(content.keep(sha256));
            }
        }
        ByteBuffer bytes = ByteBuffer.allocate(memory.position());
        bytes.put(memory.flip()).flip();
        return new RenderedBody.InMemory(sha256, bytes.asReadOnlyBuffer());
    }

    /** Drops what was written, unless it was finished. */
    @Override
    public void close() {
        if (!finished && large != null) {
            large.close();
        }
    }

    private IncomingContent spill() throws IOException {
        IncomingContent open = large;
        if (open == null) {
            open = store.receive();
            large = open;
            open.write(memory.flip());
        }
        return open;
    }
}
