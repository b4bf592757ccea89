package dev.granary.fetchverify.upstream;

import dev.granary.fetchverify.breaker.Breaker;
import dev.granary.fetchverify.source.Origin;
import dev.granary.fetchverify.source.UpstreamRequest.Kind;
import java.time.Duration;
import java.util.Locale;

/** Is told what happens to requests, for metrics; its methods return at once and never throw. */
public interface UpstreamObserver {
    /** How one try ended. */
    enum Outcome {
        CONTENT,
        UNCHANGED,
        ABSENT,
        DENIED,
        /** No connection, no header in time, or a 5xx. */
        FAILED,
        /** Nothing was sent: not allowed, or not now. */
        REFUSED;

        /** The value of a metric's label. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The state of a host's breaker. */
    enum State {
        CLOSED(0),
        OPEN(1),
        PROBING(2);

        private final int level;

        State(int level) {
            this.level = level;
        }

        /** The value of a metric. */
        public int level() {
            return level;
        }

        static State of(Breaker breaker) {
            return switch (breaker) {
                case Breaker.Closed _ -> CLOSED;
                case Breaker.Open _ -> OPEN;
                case Breaker.Probing _ -> PROBING;
            };
        }
    }

    /** Nobody cares. */
    UpstreamObserver NONE = new UpstreamObserver() {
        @Override
        public void onTry(Origin host, Kind kind, Outcome outcome, Duration took) {}

        @Override
        public void onBreaker(Origin host, State state) {}
    };

    /** One try at a request ended, {@code took} after its start with a header or without one. */
    void onTry(Origin host, Kind kind, Outcome outcome, Duration took);

    /** The breaker of {@code host} changed. */
    void onBreaker(Origin host, State state);
}
