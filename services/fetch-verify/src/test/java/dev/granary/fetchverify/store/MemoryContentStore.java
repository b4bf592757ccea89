package dev.granary.fetchverify.store;

import dev.granary.kernel.ByteCount;
import dev.granary.kernel.ContentDigest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;

/** Content that nothing is promised about after the process: unsynced files, no limits, no checks. */
public final class MemoryContentStore implements ContentStore {
    private final Path directory;
    private final ConcurrentMap<ContentDigest, StoredContent> content = new ConcurrentHashMap<>();
    private final AtomicLong next = new AtomicLong();

    /**
     * @param directory for the files, which a {@link StoredContent} must have
     */
    public MemoryContentStore(Path directory) {
        this.directory = directory;
    }

    @Override
    public Optional<StoredContent> find(ContentDigest sha256) {
        return Optional.ofNullable(content.get(sha256));
    }

    @Override
    public IncomingContent receive() {
        return new Incoming();
    }

    private final class Incoming implements IncomingContent {
        private final ByteArrayOutputStream written = new ByteArrayOutputStream();

        @Override
        public void write(ByteBuffer bytes) {
            byte[] part = new byte[bytes.remaining()];
            bytes.get(part);
            written.writeBytes(part);
        }

        @Override
        public long size() {
            return written.size();
        }

        @Override
        public int read(ByteBuffer target, long position) {
            byte[] bytes = written.toByteArray();
            int length = Math.min(target.remaining(), bytes.length - Math.toIntExact(position));
            if (length <= 0) {
                return target.hasRemaining() ? -1 : 0;
            }
            target.put(bytes, Math.toIntExact(position), length);
            return length;
        }

        @Override
        public StoredContent keep(ContentDigest sha256) throws IOException {
            Path path = directory.resolve(sha256.hex());
            Path temporary = directory.resolve("incoming-" + next.getAndIncrement());
            Files.write(temporary, written.toByteArray());
            Files.move(temporary, path, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            StoredContent stored = new StoredContent(sha256, ByteCount.of(written.size()), path);
            content.put(sha256, stored);
            return stored;
        }

        @Override
        public void close() {
            // nothing is held open
        }
    }
}
