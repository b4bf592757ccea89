package dev.granary.fetchverify.gateway;

import dev.granary.fetchverify.store.ArtifactRecord;
import dev.granary.fetchverify.store.IncomingContent;
import dev.granary.fetchverify.store.StoredContent;
import dev.granary.kernel.GranaryException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One fetch of one file, seen by all who wait for it.
 *
 * <p>One thread fetches and reports; any number follow. Followers see bytes up to the release mark only, which stays
 * behind what has arrived until the whole is verified: nobody can receive a complete wrong body. When the fetch begins
 * again from zero, those who have had bytes wait until the new content is found to begin with the same ones.
 */
public final class Transfer {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final CompletableFuture<Kept> end = new CompletableFuture<>();

    private @Nullable IncomingContent content;
    private OptionalLong length = OptionalLong.empty();
    private long released;
    private @Nullable Prefix promised;

    /** The file is stored. */
    public record Kept(ArtifactRecord artifact, StoredContent content) {}

    /** What a follower can do next. */
    public sealed interface Progress {
        /** Bytes up to {@code position} may be read with {@link Transfer#read}. */
        record Released(long position) implements Progress {}

        /** All bytes are verified and the file is stored. */
        record Ended(Kept kept) implements Progress {}
    }

    /** Completes when the file is stored; fails with the {@link GranaryException} that ended the fetch. */
    public CompletableFuture<Kept> end() {
        return end;
    }

    /** The length of the file, once the fetch has begun and if it is known. */
    public OptionalLong length() {
        return locked(() -> length);
    }

    /**
     * Waits until more than {@code position} bytes are released or the fetch has ended.
     *
     * @throws GranaryException what ended the fetch badly
     */
    public Progress awaitBeyond(long position) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while ((released <= position || content == null) && !end.isDone()) {
                changed.await();
            }
            return end.isDone() ? new Progress.Ended(SingleFlight.await(end)) : new Progress.Released(released);
        } finally {
            lock.unlock();
        }
    }

    /** Reads released bytes at {@code position}; 0 when the content has just moved into the store: await again. */
    public int read(ByteBuffer target, long position) throws IOException {
        lock.lock();
        try {
            IncomingContent open = content;
            if (open == null) {
                return 0;
            }
            int most = (int) Math.min(target.remaining(), released - position);
            ByteBuffer part = target.slice(target.position(), Math.max(most, 0));
            int count = open.read(part, position);
            target.position(target.position() + Math.max(count, 0));
            return Math.max(count, 0);
        } finally {
            lock.unlock();
        }
    }

    /**
     * The fetch writes to {@code incoming} from now on.
     *
     * @return what followers have had before: they see nothing of {@code incoming} until it is found to begin so and
     *     {@link #goOn} is called; empty when they have had nothing
     */
    Optional<Prefix> begin(IncomingContent incoming, OptionalLong size) {
        change(() -> {
            if (promised == null) {
                content = incoming;
                length = size;
            }
        });
        return Optional.ofNullable(promised);
    }

    /** Followers go on with {@code incoming}, which begins with what they have had. */
    void goOn(IncomingContent incoming) {
        change(() -> content = incoming);
    }

    /** The fetch gives {@code incoming} up and may begin again: followers wait. */
    void suspend(IncomingContent incoming) throws IOException {
        long had = locked(() -> incoming.equals(content) ? released : 0L);
        detach();
        if (had > 0) {
            promised = Prefix.of(incoming, had);
        }
    }

    /** Followers may read up to {@code position}. */
    void release(long position) {
        change(() -> released = Math.max(released, position));
    }

    /** Followers may read what has arrived of {@code incoming} but its last {@code heldBack} bytes, if it is still it. */
    void releaseArrived(IncomingContent incoming, int heldBack) {
        change(() -> released = incoming.equals(content) ? Math.max(released, incoming.size() - heldBack) : released);
    }

    /** How far followers may have read. */
    long released() {
        return locked(() -> released);
    }

    /** All {@code size} bytes are right: followers may have them while the store makes them durable. */
    void verified(long size) {
        change(() -> {
            length = OptionalLong.of(size);
            released = size;
        });
    }

    /** The content is about to be moved or dropped: nobody reads from it any more. */
    void detach() {
        change(() -> content = null);
    }

    void keep(Kept kept) {
        change(() -> end.complete(kept));
    }

    void fail(GranaryException failure) {
        change(() -> end.completeExceptionally(failure));
    }

    private void change(Runnable update) {
        lock.lock();
        try {
            update.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private <T> T locked(Supplier<T> read) {
        lock.lock();
        try {
            return read.get();
        } finally {
            lock.unlock();
        }
    }
}
