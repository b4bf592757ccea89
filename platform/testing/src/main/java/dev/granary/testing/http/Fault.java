package dev.granary.testing.http;

import dev.granary.testing.Gate;
import java.time.Duration;
import java.util.Map;

/** One way in which a {@link FixtureUpstream} answers badly. Several may apply to one request, in the order given. */
public sealed interface Fault {
    /** One bit of the byte at {@code offset} is turned; counted from the end when negative. Validators stay as they were. */
    record FlipByte(long offset) implements Fault {}

    /** 404, as if the file were not there. */
    record Hide() implements Fault {}

    /** An error status with its reason phrase, headers such as {@code Retry-After}, and body. */
    record Deny(int status, String reason, Map<String, String> headers, String body) implements Fault {
        public Deny {
            headers = Map.copyOf(headers);
        }
    }

    /** Nothing is sent before this time has passed. */
    record Delay(Duration beforeFirstByte) implements Fault {}

    /** The body comes in pieces of {@code bytes}, one each {@code interval}. */
    record Drip(int bytes, Duration interval) implements Fault {}

    /** The whole length is announced, the connection closes after {@code bytes} of the body. */
    record Truncate(long bytes) implements Fault {}

    /** Only {@code bytes} of the body are announced and sent: a short answer that looks whole. */
    record Shorten(long bytes) implements Fault {}

    /** The connection closes before anything is sent. */
    record CloseEarly() implements Fault {}

    /** Chunked, closed after {@code bytes} of the body without the last chunk. */
    record Unterminated(long bytes) implements Fault {}

    /** Chunked and complete, with {@code bytes} more at the end than the file has. */
    record Overrun(int bytes) implements Fault {}

    /** {@code bytes} more follow than the {@code Content-Length} announces. */
    record Surplus(int bytes) implements Fault {}

    /** {@code Range} is not understood: 200 with everything. */
    record IgnoreRange() implements Fault {}

    /** Each answer carries an ETag of its own. */
    record ChangeEtag() implements Fault {}

    /** {@code Content-Encoding: gzip} over the bytes as they are: what some servers say of every {@code .tgz}. */
    record LabelGzip() implements Fault {}

    /** Really compressed once more for the transfer, whether the client accepts it or not. */
    record EncodeGzip() implements Fault {}

    /** A redirect to {@code location}, sent as it stands. */
    record Redirect(int status, String location) implements Fault {}

    /** {@code line} is sent among the headers as it stands; with CR LF inside it splits the answer. */
    record InjectHeader(String line) implements Fault {}

    /** Nothing is sent before {@code gate} opens. */
    record Hang(Gate gate) implements Fault {}

    /** The body stops after {@code bytes} until {@code gate} opens. */
    record HoldAfter(long bytes, Gate gate) implements Fault {}

    /** The byte in the middle of most files. */
    static Fault flipByte() {
        return new FlipByte(100);
    }

    static Fault hide() {
        return new Hide();
    }

    /** A denial with the status' usual phrase and an empty JSON object as its body. */
    static Fault deny(int status) {
        return new Deny(status, Reasons.of(status), Map.of("Content-Type", "application/json"), "{}");
    }

    /** A denial that says when to come back, in seconds. */
    static Fault denyUntil(int status, int retryAfterSeconds) {
        return new Deny(status, Reasons.of(status), Map.of("Retry-After", "" + retryAfterSeconds), "");
    }

    /** Nothing is ever sent. */
    static Fault hang() {
        return new Hang(Gate.closed());
    }
}
