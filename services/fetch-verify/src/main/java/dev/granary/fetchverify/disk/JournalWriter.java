package dev.granary.fetchverify.disk;

import dev.granary.fetchverify.disk.v1.JournalFrame;
import dev.granary.fetchverify.event.Outbox.Acceptance;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that writes the journal. What waits when it comes round is written together and synced once, so many
 * callers share the price of one sync.
 */
final class JournalWriter implements Runnable {
    private static final Logger LOGGER = Logger.getLogger(JournalWriter.class);
    private static final int LONGEST_QUEUE = 4096;
    private static final int LARGEST_COMMIT = 512;
    private static final int IDLE_MILLIS = 200;

    private final JournalSettings settings;
    private final Segments segments;
    private final BlockingQueue<Request> queue = new ArrayBlockingQueue<>(LONGEST_QUEUE);
    private volatile boolean closing;
    private @Nullable Segment segment; // the thread's own, as all below
    private @Nullable FileChannel channel;
    private long nextSequence;

    /** Events of one caller; they become durable together or not at all. */
    static final class Request {
        private final List<JournalFrame.Builder> frames;
        private final CompletableFuture<Acceptance> outcome = new CompletableFuture<>();

        Request(List<JournalFrame.Builder> frames) {
            this.frames = List.copyOf(frames);
        }
    }

    JournalWriter(JournalSettings settings, Segments segments) {
        this.settings = settings;
        this.segments = segments;
        this.nextSequence = segments.nextSequence();
    }

    /** Waits until the request is durable or refused. Not interruptible: the caller must know. */
    Acceptance submit(Request request) {
        if (closing || !queue.offer(request)) {
            return Acceptance.FULL;
        }
        if (closing && queue.remove(request)) {
            return Acceptance.FULL; // it came behind the last round
        }
        return request.outcome.join();
    }

    /** Lets the thread end after it has written what waits. */
    void close() {
        closing = true;
        queue.offer(new Request(List.of())); // wakes it
    }

    @Override
    public void run() {
        List<Request> round = new ArrayList<>();
        while (!closing || !queue.isEmpty()) {
            try {
                Request first = queue.poll(IDLE_MILLIS, TimeUnit.MILLISECONDS);
                if (first != null) {
                    round.add(first);
                    queue.drainTo(round, LARGEST_COMMIT - 1);
                    commit(round);
                }
            } catch (InterruptedException e) {
                closing = true;
            } catch (RuntimeException e) {
                LOGGER.error("a round of the outbox failed; its events are lost", e);
            } finally {
                round.forEach(request -> request.outcome.complete(Acceptance.FULL)); // unless it is complete
                round.clear();
            }
        }
        closeChannel();
    }

    private void commit(List<Request> round) {
        List<ByteBuffer> accepted = new ArrayList<>();
        List<Request> durable = new ArrayList<>();
        long sequence = nextSequence;
        long room = settings.maximumSize().value() - segments.size().value();
        for (Request request : round) {
            List<ByteBuffer> frames = new ArrayList<>();
            long bytes = 0;
            for (JournalFrame.Builder frame : request.frames) {
                ByteBuffer written =
                        Frames.of(frame.setSequence(sequence + frames.size()).build());
                bytes += written.remaining();
                frames.add(written);
            }
            if (bytes > room) {
                continue; // others may be smaller
            }
            room -= bytes;
            sequence += frames.size();
            accepted.addAll(frames);
            durable.add(request);
        }
        if (!accepted.isEmpty() && write(accepted, sequence)) {
            nextSequence = sequence;
            durable.forEach(request -> request.outcome.complete(Acceptance.ACCEPTED));
        }
    }

    private boolean write(List<ByteBuffer> frames, long sequenceBehind) {
        try {
            FileChannel open = open();
            for (ByteBuffer frame : frames) {
                while (frame.hasRemaining()) {
                    open.write(frame);
                }
            }
            open.force(false);
            segments.grow(Objects.requireNonNull(segment), open.position(), sequenceBehind);
            return true;
        } catch (IOException e) {
            LOGGER.errorf(e, "can't write the outbox in %s", settings.directory());
            takeBack();
            return false;
        }
    }

    /** After a failed write or sync nothing is known of the bytes behind the durable ones: they go. */
    private void takeBack() {
        try {
            if (channel != null && segment != null) {
                channel.truncate(segment.durable());
                channel.force(true);
            }
        } catch (IOException e) {
            LOGGER.warnf(e, "can't shorten %s; a new segment follows", segment == null ? "" : segment.path());
        }
        closeChannel();
    }

    private FileChannel open() throws IOException {
        Segment current = segment;
        FileChannel open = channel;
        if (open != null
                && current != null
                && current.durable() < settings.segmentSize().value()) {
            return open;
        }
        closeChannel();
        current = segments.begin();
        open = FileChannel.open(
                current.path(),
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE);
        segment = current;
        channel = open;
        DurableFiles.syncDirectory(settings.directory());
        return open;
    }

    private void closeChannel() {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            LOGGER.warnf(e, "can't close a segment in %s", settings.directory());
        }
        channel = null;
        segment = null;
    }
}
