package dev.granary.fetchverify.disk;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.granary.fetchverify.FetchVerifyError;
import dev.granary.fetchverify.disk.v1.CursorEntry;
import dev.granary.fetchverify.disk.v1.JournalFrame;
import dev.granary.fetchverify.event.EventFeed;
import dev.granary.fetchverify.event.QueuedEvent;
import dev.granary.kernel.GranaryException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** One reader's cursor in the journal. The cursor is written after each batch and may be one batch old after a crash. */
final class JournalFeed implements EventFeed {
    private static final Logger LOGGER = Logger.getLogger(JournalFeed.class);
    private static final int USUAL_READ = 256 * 1024;

    private final String name;
    private final Path file;
    private final TemporaryFiles temporary;
    private final Segments segments;
    private volatile long cursor;
    private Place place; // where the entry at the cursor starts, or damage before it
    private List<Place> behind = List.of(); // behind each event that was returned last
    private List<QueuedEvent> returned = List.of();

    private record Place(Optional<Segment> segment, long position) {}

    JournalFeed(String name, Path directory, TemporaryFiles temporary, Segments segments) throws IOException {
        this.name = name;
        this.file = directory.resolve(name + ".cursor");
        this.temporary = temporary;
        this.segments = segments;
        this.cursor = readCursor();
        this.place = new Place(segments.find(cursor), 0);
        segments.register(name, cursor);
    }

    long cursor() {
        return cursor;
    }

    @Override
    public List<QueuedEvent> next(int limit, Duration timeout) throws InterruptedException {
        returned = List.of();
        if (!segments.awaitEntry(cursor, timeout)) {
            return returned;
        }
        Batch batch = new Batch(limit);
        try {
            read(batch);
        } catch (IOException e) {
            throw new GranaryException(FetchVerifyError.INTERNAL, "Can't read the outbox: " + e, e);
        }
        returned = List.copyOf(batch.events);
        behind = List.copyOf(batch.behind);
        return returned;
    }

    @Override
    public void advance(QueuedEvent last) {
        int index = returned.indexOf(last);
        if (index < 0) {
            throw new IllegalArgumentException("event " + last.sequence() + " was not returned last");
        }
        place = behind.get(index);
        moveTo(last.sequence() + 1);
    }

    @Override
    public long pending() {
        return Math.max(0, segments.nextSequence() - cursor);
    }

    private void moveTo(long sequence) {
        cursor = sequence;
        returned = List.of();
        CursorEntry entry = CursorEntry.newBuilder().setNextSequence(sequence).build();
        try {
            DurableFiles.replace(temporary.next(), file, Frames.of(entry), DurableFiles.Durability.WRITTEN);
            segments.need(name, sequence);
        } catch (IOException e) {
            LOGGER.warnf(e, "can't write %s; events may be delivered again after a restart", file);
        }
    }

    private long readCursor() throws IOException {
        Optional<byte[]> bytes = DurableFiles.read(file);
        if (bytes.isEmpty()) {
            return 0;
        }
        try {
            Optional<ByteBuffer> payload = Frames.next(ByteBuffer.wrap(bytes.get()));
            if (payload.isPresent()) {
                return CursorEntry.parseFrom(payload.get()).getNextSequence();
            }
        } catch (InvalidProtocolBufferException e) {
            LOGGER.debug("a cursor that is no message", e);
        }
        LOGGER.errorf("%s is corrupt; all events that are still there are delivered again", file);
        return 0;
    }

    /** Reads until there is an event, or nothing is left. */
    private void read(Batch batch) throws IOException {
        long known = segments.nextSequence();
        Place at = place.segment.isPresent() ? place : new Place(segments.find(cursor), 0);
        while (at.segment.isPresent() && batch.events.isEmpty()) {
            Segment segment = at.segment.get();
            if (at.position < segment.durable()) {
                at = readFrom(segment, at.position, batch);
                continue;
            }
            Optional<Segment> next = segments.after(segment);
            if (next.isEmpty()) {
                break;
            }
            at = new Place(next, 0);
        }
        if (batch.events.isEmpty()) {
            place = at;
            moveTo(known); // only damage was left of the entries before it
        }
    }

    private Place readFrom(Segment segment, long position, Batch batch) throws IOException {
        ByteBuffer bytes = segment.read(position, USUAL_READ);
        if (Frames.next(bytes.duplicate()).isEmpty()) {
            bytes = segment.read(position, segment.durable() - position); // a long entry, or damage
        }
        while (bytes.hasRemaining() && !batch.isFull()) {
            Optional<ByteBuffer> payload = Frames.next(bytes);
            if (payload.isPresent()) {
                accept(payload.get(), new Place(Optional.of(segment), position + bytes.position()), batch);
                continue;
            }
            if (position + bytes.limit() < segment.durable()) {
                break; // the rest of this entry was not read
            }
            int start = bytes.position();
            Frames.skipDamage(bytes);
            segments.reportDamage(segment, bytes.position() - start);
        }
        return new Place(Optional.of(segment), position + bytes.position());
    }

    private void accept(ByteBuffer payload, Place end, Batch batch) {
        try {
            JournalFrame frame = JournalFrame.parseFrom(payload);
            if (frame.getSequence() >= cursor) {
                batch.events.add(event(frame));
                batch.behind.add(end);
            }
        } catch (InvalidProtocolBufferException e) {
            LOGGER.errorf("an entry of the outbox is no message and is skipped: %s", e.getMessage());
        }
    }

    private static QueuedEvent event(JournalFrame frame) {
        return new QueuedEvent(
                frame.getSequence(),
                frame.getTopic(),
                frame.getKey(),
                frame.getEventId(),
                Entries.instant(frame.getTime()),
                frame.getTraceparent(),
                frame.getType(),
                frame.getPayload());
    }

    private static final class Batch {
        private final int limit;
        private final List<QueuedEvent> events = new ArrayList<>();
        private final List<Place> behind = new ArrayList<>();

        Batch(int limit) {
            this.limit = limit;
        }

        boolean isFull() {
            return events.size() == limit;
        }
    }
}
