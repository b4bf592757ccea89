package dev.granary.fetchverify.disk;

import dev.granary.fetchverify.FetchVerifyError;
import dev.granary.fetchverify.store.ContentStore;
import dev.granary.fetchverify.store.IncomingContent;
import dev.granary.fetchverify.store.StoredContent;
import dev.granary.kernel.ByteCount;
import dev.granary.kernel.ContentDigest;
import dev.granary.kernel.GranaryException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Content on the local disk. Safe for threads; one process owns the directory.
 *
 * <p>The time of last use is the file's modification time, written at most once per recency step: it survives restarts
 * and costs a hot file nothing. Pinned content is never evicted; the predicate is asked for each file of each eviction
 * and must be cheap.
 */
public final class DiskContentStore implements ContentStore {
    private static final Logger LOGGER = Logger.getLogger(DiskContentStore.class);
    private static final int REMEMBERED_CHECKS = 4_000_000;

    private final ContentStoreSettings settings;
    private final InstantSource clock;
    private final ContentFiles files;
    private final TemporaryFiles temporary;
    private final Room room;
    private final Eviction eviction;
    private final CheckedDigests checked = new CheckedDigests(REMEMBERED_CHECKS);
    private final ConcurrentMap<ContentDigest, CompletableFuture<Boolean>> checks = new ConcurrentHashMap<>();
    private final Semaphore hashing;
    private final LongAdder damaged = new LongAdder();
    private volatile boolean full;

    /**
     * Opens the store and removes what an earlier process left half-written.
     *
     * @throws IOException when the directory can't be created or read
     */
    public DiskContentStore(ContentStoreSettings settings, Predicate<ContentDigest> isPinned, InstantSource clock)
            throws IOException {
        this(settings, isPinned, clock, new TemporaryFiles(new ContentLayout(settings.directory()).temporary()));
    }

    DiskContentStore(
            ContentStoreSettings settings,
            Predicate<ContentDigest> isPinned,
            InstantSource clock,
            TemporaryFiles temporary) {
        this.settings = settings;
        this.clock = clock;
        this.temporary = temporary;
        this.files = new ContentFiles(new ContentLayout(settings.directory()));
        this.room = new Room(settings.maximumSize().value());
        this.eviction = new Eviction(files, room, isPinned);
        this.hashing = new Semaphore(settings.parallelHashes());
    }

    @Override
    public Optional<StoredContent> find(ContentDigest sha256) {
        Path path = files.path(sha256);
        try {
            Optional<BasicFileAttributes> attributes = files.find(path);
            if (attributes.isEmpty() || !isWhole(sha256, attributes.get())) {
                return Optional.empty();
            }
            stamp(path, attributes.get());
            return Optional.of(
                    new StoredContent(sha256, ByteCount.of(attributes.get().size()), path));
        } catch (IOException e) {
            LOGGER.warnf(e, "can't read content %s; it counts as absent", sha256);
            return Optional.empty();
        }
    }

    @Override
    public IncomingContent receive() {
        if (!hasFreeDisk()) {
            makeRoom(settings.minimumFree().value());
            if (!hasFreeDisk()) {
                throw full("the disk has less than " + settings.minimumFree() + " left", null);
            }
        }
        Path path = temporary.next();
        try {
            return new DiskIncomingContent(this, path, temporary.open(path));
        } catch (IOException e) {
            throw failure("can't open " + path, e);
        }
    }

    /** Content found damaged since the start, on the first read or by a scrub; each was dropped. */
    public long damaged() {
        return damaged.sum();
    }

    /** Content evicted since the start. */
    public long evicted() {
        return eviction.evicted();
    }

    /** Bytes held and on their way in; what lay there before the start is missing until the first {@link #count()}. */
    public ByteCount size() {
        return ByteCount.of(Math.max(0, room.taken()));
    }

    /** Whether the last attempt to store something found no room. */
    public boolean isFull() {
        return full;
    }

    /** Counts what is held. Walks over the whole store. */
    public void count() throws IOException {
        eviction.count();
    }

    /** Whether it is time for {@link #evict()}: so early that new content seldom has to wait for it. */
    public boolean wantsEviction() {
        return room.taken() > settings.maximumSize().value() * (1 + settings.evictionTarget()) / 2;
    }

    /**
     * Evicts the least recently used content until the target is met. Walks over the whole store.
     *
     * @return bytes that became free; 0 when nothing may go
     */
    public long evict() throws IOException {
        return eviction.reduceTo(target());
    }

    Path directory() {
        return settings.directory();
    }

    ContentFiles files() {
        return files;
    }

    Room room() {
        return room;
    }

    /** Content just kept was hashed on its way in. */
    StoredContent adopt(Path temporaryFile, ContentDigest sha256, long size) throws IOException {
        long replaced = files.adopt(temporaryFile, sha256, clock.instant());
        room.keep(size);
        room.release(replaced);
        checked.add(sha256);
        full = false;
        return new StoredContent(sha256, ByteCount.of(size), files.path(sha256));
    }

    /** Drops content that does not have its digest, unless it was replaced since {@code seen}. */
    void dropDamaged(ContentDigest sha256, BasicFileAttributes seen) throws IOException {
        if (files.removeDamaged(sha256, seen)) {
            room.release(seen.size());
            damaged.increment();
            LOGGER.errorf("content %s was damaged on the disk and is dropped; it will be fetched again", sha256);
        }
    }

    /** Refuses what would not fit if everything held were evicted for it. */
    void requireFits(long bytes) {
        if (bytes > room.maximum()) {
            throw full(bytes + " B are more than its limit of " + room.maximum() + " B", null);
        }
        long free = settings.directory().toFile().getUsableSpace()
                - settings.minimumFree().value();
        if (bytes > free + room.held()) {
            throw full("the disk has no " + bytes + " B for it", null);
        }
    }

    /** Evicts so that {@code bytes} more fit; whether anything became free. */
    boolean makeRoom(long bytes) {
        try {
            long headroom = Math.max(bytes, settings.maximumSize().value() / 100);
            return eviction.reduceTo(Math.max(0, Math.min(target(), room.held() - headroom))) > 0;
        } catch (IOException e) {
            LOGGER.warnf(e, "can't evict content from %s", settings.directory());
            return false;
        }
    }

    GranaryException failure(String what, IOException cause) {
        return DurableFiles.isDiskFull(cause)
                ? full(what, cause)
                : new GranaryException(FetchVerifyError.INTERNAL, what + ": " + cause, cause);
    }

    GranaryException full(String why, @Nullable Throwable cause) {
        full = true;
        return new GranaryException(FetchVerifyError.STORE_FULL, "The content store has no room: " + why + ".", cause);
    }

    private long target() {
        return (long) (settings.maximumSize().value() * settings.evictionTarget());
    }

    private boolean hasFreeDisk() {
        return settings.directory().toFile().getUsableSpace()
                >= settings.minimumFree().value();
    }

    private boolean isWhole(ContentDigest sha256, BasicFileAttributes attributes) throws IOException {
        if (checked.contains(sha256)) {
            return true;
        }
        CompletableFuture<Boolean> mine = new CompletableFuture<>();
        CompletableFuture<Boolean> others = checks.putIfAbsent(sha256, mine);
        if (others != null) {
            return others.join();
        }
        boolean whole = false;
        try {
            whole = check(sha256, attributes);
            return whole;
        } finally {
            checks.remove(sha256);
            mine.complete(whole);
        }
    }

    private boolean check(ContentDigest sha256, BasicFileAttributes attributes) throws IOException {
        hashing.acquireUninterruptibly();
        try {
            if (ContentHash.of(files.path(sha256)).equals(sha256)) {
                checked.add(sha256);
                return true;
            }
        } finally {
            hashing.release();
        }
        dropDamaged(sha256, attributes);
        return false;
    }

    private void stamp(Path path, BasicFileAttributes attributes) throws IOException {
        Instant now = clock.instant();
        if (attributes
                .lastModifiedTime()
                .toInstant()
                .plus(settings.recencyStep())
                .isBefore(now)) {
            Files.setLastModifiedTime(path, FileTime.from(now));
        }
    }
}
