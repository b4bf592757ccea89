package dev.granary.fetchverify.disk;

import dev.granary.fetchverify.store.IncomingContent;
import dev.granary.fetchverify.store.StoredContent;
import dev.granary.kernel.ContentDigest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A temporary file of {@link DiskContentStore} that becomes content or nothing.
 *
 * <p>Readers have a channel of their own: a reader's thread that is interrupted while it reads closes the channel under
 * all others, which then open it again; the writer never notices.
 */
final class DiskIncomingContent implements IncomingContent {
    private static final Logger LOGGER = Logger.getLogger(DiskIncomingContent.class);

    private final DiskContentStore store;
    private final Path temporary;
    private final FileChannel writer;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable FileChannel reader; // guarded by lock
    private boolean closed; // guarded by lock
    private boolean kept; // the writer's
    private long written; // the writer's
    private volatile long size;
    private volatile @Nullable Path target; // known while and after the content gets its final name

    DiskIncomingContent(DiskContentStore store, Path temporary, FileChannel writer) {
        this.store = store;
        this.temporary = temporary;
        this.writer = writer;
    }

    @Override
    public void expect(long bytes) {
        store.requireFits(bytes);
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
        long wanted = bytes.remaining();
        takeRoom(wanted);
        try {
            writeWhole(bytes);
        } finally {
            written += wanted - bytes.remaining();
            size = written;
            store.room().drop(bytes.remaining());
        }
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
        while (true) {
            FileChannel channel = reader();
            try {
                return channel.read(target, position);
            } catch (ClosedChannelException e) {
                if (Thread.currentThread().isInterrupted() || isClosed()) {
                    throw e;
                }
            }
        }
    }

    @Override
    public StoredContent keep(ContentDigest sha256) throws IOException {
        try {
            ContentFiles.protect(temporary);
            writer.force(true);
            target = store.files().path(sha256);
            StoredContent stored = store.adopt(temporary, sha256, size);
            kept = true;
            return stored;
        } catch (IOException e) {
            throw store.failure("can't keep " + sha256, e);
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            closeReader();
            writer.close();
            if (!kept) {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException e) {
            LOGGER.warnf(e, "can't remove %s; the next start will", temporary);
        } finally {
            lock.unlock();
        }
        if (!kept) {
            store.room().drop(size);
        }
    }

    private void takeRoom(long bytes) {
        if (store.room().tryTake(bytes)) {
            return;
        }
        store.makeRoom(bytes);
        if (!store.room().tryTake(bytes)) {
            throw store.full("its limit of " + store.room().maximum() + " B is reached", null);
        }
    }

    private void writeWhole(ByteBuffer bytes) throws IOException {
        boolean evicted = false;
        while (bytes.hasRemaining()) {
            try {
                writer.write(bytes);
            } catch (IOException e) {
                if (!DurableFiles.isDiskFull(e) || evicted || !store.makeRoom(bytes.remaining())) {
                    throw store.failure("can't write " + temporary, e);
                }
                evicted = true;
            }
        }
    }

    private FileChannel reader() throws IOException {
        lock.lock();
        try {
            if (closed) {
                throw new ClosedChannelException();
            }
            FileChannel open = reader;
            if (open == null || !open.isOpen()) {
                open = openReader();
                reader = open;
            }
            return open;
        } finally {
            lock.unlock();
        }
    }

    private FileChannel openReader() throws IOException {
        try {
            return FileChannel.open(temporary, StandardOpenOption.READ);
        } catch (NoSuchFileException e) {
            Path renamed = target;
            if (renamed == null) {
                throw e;
            }
            return FileChannel.open(renamed, StandardOpenOption.READ);
        }
    }

    private void closeReader() throws IOException {
        if (reader != null) {
            reader.close();
        }
    }

    private boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }
}
