package dev.granary.fetchverify.disk;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.granary.fetchverify.disk.v1.JournalFrame;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Mends the end of the segment that was written last before a crash. */
final class SegmentTail {
    private static final Logger LOGGER = Logger.getLogger(SegmentTail.class);

    private SegmentTail() {}

    /**
     * Cuts off what follows the last whole entry. Damage before it is left to readers, which report and skip it.
     *
     * @return the sequence behind the last whole entry
     */
    static long repair(Segment segment) throws IOException {
        ByteBuffer bytes = segment.read(0, segment.durable());
        long next = segment.first();
        int end = 0;
        while (bytes.hasRemaining()) {
            Optional<ByteBuffer> payload = Frames.next(bytes);
            if (payload.isPresent()) {
                next = Math.max(next, sequence(payload.get()) + 1);
                end = bytes.position();
            } else {
                Frames.skipDamage(bytes);
            }
        }
        if (end < bytes.limit()) {
            LOGGER.warnf(
                    "%d B at the end of %s were never complete and are cut off", bytes.limit() - end, segment.path());
            cut(segment, end);
        }
        return next;
    }

    private static long sequence(ByteBuffer payload) {
        try {
            return JournalFrame.parseFrom(payload).getSequence();
        } catch (InvalidProtocolBufferException e) {
            return -1;
        }
    }

    private static void cut(Segment segment, long end) throws IOException {
        try (FileChannel channel = FileChannel.open(segment.path(), StandardOpenOption.WRITE)) {
            channel.truncate(end);
            channel.force(true);
        }
        segment.synced(end);
    }
}
