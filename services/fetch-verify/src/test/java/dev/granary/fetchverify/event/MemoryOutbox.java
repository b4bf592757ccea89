package dev.granary.fetchverify.event;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** An outbox that ends with the process. Its feeds keep everything that was ever appended. */
public final class MemoryOutbox implements Outbox {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition grown = lock.newCondition();
    private final List<QueuedEvent> events = new ArrayList<>();
    private final List<OutgoingEvent> appended = new ArrayList<>();
    private final List<Feed> feeds = new ArrayList<>();
    private final int limit;

    /**
     * @param limit how many events wait at most
     */
    public MemoryOutbox(int limit) {
        this.limit = limit;
    }

    @Override
    public Acceptance append(List<OutgoingEvent> more) {
        lock.lock();
        try {
            long passed = feeds.stream().mapToLong(feed -> feed.cursor).min().orElse(events.size());
            if (events.size() - passed + more.size() > limit) {
                return Acceptance.FULL;
            }
            more.forEach(event -> events.add(queued(event)));
            appended.addAll(more);
            grown.signalAll();
            return Acceptance.ACCEPTED;
        } finally {
            lock.unlock();
        }
    }

    /** Everything that was appended. */
    public List<OutgoingEvent> appended() {
        lock.lock();
        try {
            return List.copyOf(appended);
        } finally {
            lock.unlock();
        }
    }

    /** A new reader, which starts at the first event. */
    public EventFeed newFeed() {
        lock.lock();
        try {
            Feed feed = new Feed();
            feeds.add(feed);
            return feed;
        } finally {
            lock.unlock();
        }
    }

    private QueuedEvent queued(OutgoingEvent event) {
        return new QueuedEvent(
                events.size(),
                event.topic(),
                event.key(),
                event.eventId(),
                event.time(),
                event.traceparent(),
                event.message().getDescriptorForType().getFullName(),
                event.message().toByteString());
    }

    private final class Feed implements EventFeed {
        private int cursor; // guarded by lock

        @Override
        public List<QueuedEvent> next(int most, Duration timeout) throws InterruptedException {
            long left = timeout.toNanos();
            lock.lockInterruptibly();
            try {
                while (cursor == events.size() && left > 0) {
                    left = grown.awaitNanos(left);
                }
                return List.copyOf(events.subList(cursor, Math.min(events.size(), cursor + most)));
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void advance(QueuedEvent last) {
            lock.lock();
            try {
                cursor = Math.toIntExact(last.sequence() + 1);
            } finally {
                lock.unlock();
            }
        }

        @Override
        public long pending() {
            lock.lock();
            try {
                return (long) events.size() - cursor;
            } finally {
                lock.unlock();
            }
        }
    }
}
