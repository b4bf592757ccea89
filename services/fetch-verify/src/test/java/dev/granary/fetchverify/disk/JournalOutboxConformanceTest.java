package dev.granary.fetchverify.disk;

import dev.granary.fetchverify.event.EventFeed;
import dev.granary.fetchverify.event.Outbox;
import dev.granary.fetchverify.event.OutboxConformance;
import dev.granary.kernel.ByteCount;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;

class JournalOutboxConformanceTest extends OutboxConformance {
    @Override
    protected Opened open(Path directory) throws IOException {
        return new OpenedJournal(new JournalOutbox(new JournalSettings(
                directory, ByteCount.ofKibibytes(200), ByteCount.ofKibibytes(50), Set.of("kafka", "postgres"))));
    }

    private record OpenedJournal(JournalOutbox journal) implements Opened {
        @Override
        public Outbox outbox() {
            return journal;
        }

        @Override
        public EventFeed feed(String reader) {
            return journal.feed(reader);
        }

        @Override
        public void close() throws IOException {
            journal.close();
        }
    }
}
