package dev.granary.fetchverify.disk;

import dev.granary.kernel.ContentDigest;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * The content files under their final names. A change of one name is guarded by one of a fixed number of locks, so that
 * content which has just come is never taken for the damaged or old content that it replaces. Safe for threads.
 */
final class ContentFiles {
    private static final int LOCKS = 64;
    private static final Set<PosixFilePermission> READ_ONLY = PosixFilePermissions.fromString("r--r--r--");

    private final ContentLayout layout;
    private final ReentrantLock[] locks =
            IntStream.range(0, LOCKS).mapToObj(_ -> new ReentrantLock()).toArray(ReentrantLock[]::new);

    ContentFiles(ContentLayout layout) {
        this.layout = layout;
    }

    ContentLayout layout() {
        return layout;
    }

    Path path(ContentDigest digest) {
        return layout.path(digest);
    }

    Optional<BasicFileAttributes> find(Path path) throws IOException {
        try {
            return Optional.of(Files.readAttributes(path, BasicFileAttributes.class));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** Nobody writes content again; a step of care, the owner of the process could still do it. */
    static void protect(Path file) throws IOException {
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(file, READ_ONLY);
        }
    }

    /**
     * Gives a synced temporary file its final name, durably.
     *
     * @return the size of the file that it replaced, 0 when there was none
     */
    long adopt(Path temporary, ContentDigest digest, Instant now) throws IOException {
        Path target = path(digest);
        Path directory = Objects.requireNonNull(target.getParent());
        DurableFiles.createDirectories(directory);
        Files.setLastModifiedTime(temporary, FileTime.from(now));
        ReentrantLock lock = lock(digest);
        lock.lock();
        try {
            long replaced = find(target).map(BasicFileAttributes::size).orElse(0L);
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            DurableFiles.syncDirectory(directory);
            return replaced;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Removes content if it is still the file that {@code seen} tells of, and was not used since.
     *
     * @return whether it was removed
     */
    boolean removeUnused(ContentDigest digest, BasicFileAttributes seen) throws IOException {
        return remove(
                digest,
                current -> isSame(current, seen) && current.lastModifiedTime().equals(seen.lastModifiedTime()));
    }

    /**
     * Removes content if it is still the file that {@code seen} tells of, used or not.
     *
     * @return whether it was removed
     */
    boolean removeDamaged(ContentDigest digest, BasicFileAttributes seen) throws IOException {
        return remove(digest, current -> isSame(current, seen));
    }

    private boolean remove(ContentDigest digest, Predicate<BasicFileAttributes> condition) throws IOException {
        Path path = path(digest);
        ReentrantLock lock = lock(digest);
        lock.lock();
        try {
            return find(path).filter(condition).isPresent() && Files.deleteIfExists(path);
        } finally {
            lock.unlock();
        }
    }

    /** A file key alone may be given again when its file is gone. */
    private static boolean isSame(BasicFileAttributes current, BasicFileAttributes seen) {
        return Objects.equals(current.fileKey(), seen.fileKey())
                && current.creationTime().equals(seen.creationTime());
    }

    /** Shows every content file, in no order; one that goes meanwhile is left out. */
    void forEach(BiConsumer<Path, BasicFileAttributes> action) throws IOException {
        if (!Files.isDirectory(layout.objects())) {
            return;
        }
        Files.walkFileTree(layout.objects(), new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (ContentLayout.digestOf(file).isPresent()) {
                    action.accept(file, attributes);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException gone) {
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private ReentrantLock lock(ContentDigest digest) {
        return locks[Math.floorMod(digest.hashCode(), LOCKS)];
    }
}
