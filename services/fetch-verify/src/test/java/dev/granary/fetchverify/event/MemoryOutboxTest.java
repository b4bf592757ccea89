package dev.granary.fetchverify.event;

import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

class MemoryOutboxTest extends OutboxConformance {
    @Override
    protected Opened open(Path directory) {
        MemoryOutbox outbox = new MemoryOutbox(1000);
        Map<String, EventFeed> feeds = Map.of("kafka", outbox.newFeed(), "postgres", outbox.newFeed());
        return new OpenedMemory(outbox, feeds);
    }

    private record OpenedMemory(Outbox outbox, Map<String, EventFeed> feeds) implements Opened {
        @Override
        public EventFeed feed(String reader) {
            return Objects.requireNonNull(feeds.get(reader), reader);
        }

        @Override
        public void close() {
            // nothing is held open
        }
    }
}
