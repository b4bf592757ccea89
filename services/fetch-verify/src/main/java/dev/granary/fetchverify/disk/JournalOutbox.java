package dev.granary.fetchverify.disk;

import dev.granary.fetchverify.disk.v1.JournalFrame;
import dev.granary.fetchverify.event.EventFeed;
import dev.granary.fetchverify.event.Outbox;
import dev.granary.fetchverify.event.OutgoingEvent;
import dev.granary.kernel.ByteCount;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The outbox as a journal on the local disk: segment files of checksummed entries, synced before an append returns, and
 * one durable cursor per reader. Safe for threads; a lock on the directory keeps a second process out.
 *
 * <p>After a crash the torn end of the newest segment is cut off: nobody was told that it is durable. Damage elsewhere is
 * reported, kept for a person to look at and skipped; the entries around it are delivered.
 */
public final class JournalOutbox implements Outbox, AutoCloseable {
    private static final ByteCount LONGEST_EVENT = ByteCount.ofMebibytes(1);

    private final FileChannel lock;
    private final Segments segments;
    private final JournalWriter writer;
    private final Thread thread;
    private final Map<String, JournalFeed> feeds = new TreeMap<>();
    private final LongAdder lost = new LongAdder();

    /**
     * Opens the journal.
     *
     * @throws IOException when the directory can't be created or read, or another process has it open
     */
    public JournalOutbox(JournalSettings settings) throws IOException {
        DurableFiles.createDirectories(settings.directory());
        this.lock = lock(settings.directory());
        TemporaryFiles temporary = new TemporaryFiles(settings.directory().resolve("tmp"));
        this.segments = Segments.open(settings.directory());
        for (String reader : settings.readers()) {
            feeds.put(reader, new JournalFeed(reader, settings.directory(), temporary, segments));
        }
        this.writer = new JournalWriter(settings, segments);
        this.thread = Thread.ofPlatform().name("outbox-writer").daemon().start(writer);
    }

    @Override
    public Acceptance append(List<OutgoingEvent> events) {
        List<JournalFrame.Builder> frames =
                events.stream().map(JournalOutbox::frame).toList();
        if (frames.isEmpty()) {
            return Acceptance.ACCEPTED;
        }
        Acceptance acceptance = writer.submit(new JournalWriter.Request(frames));
        if (acceptance == Acceptance.FULL) {
            lost.add(frames.size());
        }
        return acceptance;
    }

    /**
     * The feed of one of the settings' readers. One thread may use it.
     *
     * @throws IllegalArgumentException when there is no such reader
     */
    public EventFeed feed(String reader) {
        JournalFeed feed = feeds.get(reader);
        if (feed == null) {
            throw new IllegalArgumentException("no reader " + reader + " among " + feeds.keySet());
        }
        return feed;
    }

    /** Bytes on the disk that some reader still needs. */
    public ByteCount size() {
        return segments.size();
    }

    /** Events that were not taken since the start, because the journal or the disk was full. */
    public long lost() {
        return lost.sum();
    }

    /** Damaged stretches found since the start. */
    public long damaged() {
        return segments.damaged();
    }

    /** Writes what waits and ends. */
    @Override
    public void close() throws IOException {
        writer.close();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        lock.close();
    }

    private static FileChannel lock(Path directory) throws IOException {
        FileChannel channel =
                FileChannel.open(directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (tryLock(channel) == null) {
            channel.close();
            throw new IOException("Another process uses " + directory + ": two can't share a data directory.");
        }
        return channel;
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // this process has it open already
        }
    }

    private static JournalFrame.Builder frame(OutgoingEvent event) {
        if (event.message().getSerializedSize() > LONGEST_EVENT.value()) {
            throw new IllegalArgumentException("event " + event.eventId() + " is longer than " + LONGEST_EVENT);
        }
        return JournalFrame.newBuilder()
                .setTopic(event.topic())
                .setKey(event.key())
                .setEventId(event.eventId())
                .setTime(Entries.timestamp(event.time()))
                .setTraceparent(event.traceparent())
                .setType(event.message().getDescriptorForType().getFullName())
                .setPayload(event.message().toByteString());
    }
}
