package dev.granary.fetchverify.disk;

import dev.granary.kernel.ContentDigest;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Reads all content again and again, slowly, and has the store drop what rotted. Its owner performs one
 * {@link #step()} after the other on one thread. A pass starts anywhere, so that a process which is restarted often
 * reaches all content in the end.
 */
public final class Scrub implements AutoCloseable {
    private static final Logger LOGGER = Logger.getLogger(Scrub.class);
    private static final int PIECE = 1 << 18;
    private static final int SHARDS = 1 << 16;
    private static final int NANOS_PER_SECOND = 1_000_000_000;

    private final DiskContentStore store;
    private final ScrubSettings settings;
    private final Deque<Path> waiting = new ArrayDeque<>();
    private @Nullable Running running;
    private int shard;
    private int shardsLeft = SHARDS;
    private long passes;

    private record Running(ContentDigest digest, BasicFileAttributes attributes, ContentHash hash) {}

    /**
     * @param random tells where the first pass starts
     */
    public Scrub(DiskContentStore store, ScrubSettings settings, RandomGenerator random) {
        this.store = store;
        this.settings = settings;
        this.shard = random.nextInt(SHARDS);
    }

    /** Passes over the whole store that came to their end. */
    public long passes() {
        return passes;
    }

    /**
     * Does a small piece of work.
     *
     * @return how long to wait before the next step
     */
    public Duration step() {
        try {
            return running != null ? hashPiece(running) : open();
        } catch (IOException e) {
            LOGGER.warnf(e, "a file of %s can't be scrubbed", store.directory());
            close();
            return settings.rest();
        }
    }

    /** Closes the file that is being read. */
    @Override
    public void close() {
        if (running != null) {
            try {
                running.hash.close();
            } catch (IOException e) {
                LOGGER.debug("closing a file that was only read", e);
            }
            running = null;
        }
    }

    private Duration hashPiece(Running file) throws IOException {
        int read = file.hash.step();
        if (read >= 0) {
            return Duration.ofNanos(
                    (long) read * NANOS_PER_SECOND / settings.bytesPerSecond().value());
        }
        if (!file.hash.digest().equals(file.digest)) {
            store.dropDamaged(file.digest, file.attributes);
        }
        close();
        return Duration.ZERO;
    }

    private Duration open() throws IOException {
        Path next = waiting.poll();
        if (next == null) {
            return nextShard();
        }
        Optional<ContentDigest> digest = ContentLayout.digestOf(next);
        Optional<BasicFileAttributes> attributes = store.files().find(next);
        if (digest.isPresent() && attributes.isPresent()) {
            try {
                running = new Running(digest.get(), attributes.get(), new ContentHash(next, PIECE));
            } catch (FileNotFoundException e) {
                LOGGER.debugf("%s was evicted meanwhile", next);
            }
        }
        return Duration.ZERO;
    }

    private Duration nextShard() throws IOException {
        if (shardsLeft == 0) {
            shardsLeft = SHARDS;
            passes++;
            return settings.rest();
        }
        Path outer = store.files().layout().objects().resolve("%02x".formatted(shard >>> 8));
        if (!Files.isDirectory(outer)) {
            skip(Math.min(shardsLeft, 256 - (shard & 0xff)));
            return Duration.ZERO;
        }
        Path inner = outer.resolve("%02x".formatted(shard & 0xff));
        skip(1);
        if (Files.isDirectory(inner)) {
            try (DirectoryStream<Path> content = Files.newDirectoryStream(inner)) {
                content.forEach(waiting::add);
            }
        }
        return Duration.ZERO;
    }

    private void skip(int shards) {
        shard = (shard + shards) % SHARDS;
        shardsLeft -= shards;
    }
}
