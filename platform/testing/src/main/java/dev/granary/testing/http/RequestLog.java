package dev.granary.testing.http;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The last 100,000 requests. Safe for use by several threads. */
final class RequestLog {
    private static final int MAXIMUM = 100_000;

    private final Deque<ReceivedRequest> requests = new ArrayDeque<>();

    synchronized void add(ReceivedRequest request) {
        if (requests.size() == MAXIMUM) {
            requests.removeFirst();
        }
        requests.addLast(request);
    }

    synchronized List<ReceivedRequest> all() {
        return List.copyOf(requests);
    }

    synchronized void clear() {
        requests.clear();
    }

    int hits(String glob) {
        PathPattern pattern = PathPattern.of(glob);
        return (int) all().stream()
                .filter(request -> pattern.matches(request.path()))
                .count();
    }
}
