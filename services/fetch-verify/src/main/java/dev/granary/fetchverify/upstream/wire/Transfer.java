package dev.granary.fetchverify.upstream.wire;

import dev.granary.fetchverify.source.MinimumRate;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One response, carried from its event loop to the virtual thread that reads it.
 *
 * <p>The event loop is asked for at most {@value #WINDOW} buffers ahead and never waits: the queue has room for all that
 * was asked for, and for the end. Handlers run on the event loop, everything else on the reader's thread.
 */
public final class Transfer implements Inflow {
    private static final int WINDOW = 16;
    private static final int REFILL = WINDOW / 2;
    /** An unread rest up to this length is taken in, so that the connection lives on. */
    private static final long SMALL_REST = 64L * 1024;

    private static final Duration PATIENCE_FOR_REST = Duration.ofSeconds(2);

    private sealed interface Signal {
        record Bytes(Buffer buffer) implements Signal {}

        record End() implements Signal {}

        record Broken(String why) implements Signal {}
    }

    private final Context context;
    private final HttpClientRequest request;
    private final HttpClientResponse response;
    private final String peer;
    private final BlockingQueue<Signal> arrived = new ArrayBlockingQueue<>(WINDOW + 4);
    private volatile boolean ended;

    private final OptionalLong declared;
    private long received;
    private int consumedSinceRefill;
    private @Nullable Buffer current;
    private int position;
    private boolean finished;
    private MinimumRate rate = new MinimumRate(1, Duration.ofDays(1));
    private Deadline deadline = Deadline.in(Duration.ofDays(1));

    private Transfer(Context context, HttpClientResponse response, String peer) {
        this.context = context;
        this.request = response.request();
        this.response = response;
        this.peer = peer;
        this.declared = declaredLength(response);
    }

    /** Takes over {@code response}; called on its event loop, before any byte of the body can have come. */
    static Transfer attach(Context context, HttpClientResponse response, String peer) {
        Transfer transfer = new Transfer(context, response, peer);
        response.pause();
        response.handler(buffer -> transfer.arrived.offer(new Signal.Bytes(buffer)));
        response.endHandler(_ -> transfer.onEnd());
        response.exceptionHandler(transfer::onBroken);
        response.fetch(WINDOW);
        return transfer;
    }

    /** How sentences call whoever sends. */
    public String peer() {
        return peer;
    }

    public HttpClientResponse response() {
        return response;
    }

    /** The value of {@code Content-Length}. */
    public OptionalLong declared() {
        return declared;
    }

    /** From now on the transfer must keep up {@code minimum} and end by {@code end}. */
    public void bound(MinimumRate minimum, Deadline end) {
        this.rate = minimum;
        this.deadline = end;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        if (finished) {
            return -1;
        }
        Buffer buffer = current;
        if (buffer == null) {
            buffer = await();
            if (buffer == null) {
                finished = true;
                return -1;
            }
        }
        return copy(buffer, target);
    }

    /** Frees the connection: for the next request when the rest is short, by closing it otherwise. */
    @Override
    public void close() {
        if (ended) {
            return;
        }
        boolean shortRest = declared.isPresent() && declared.getAsLong() - received <= SMALL_REST;
        context.runOnContext(_ -> {
            if (ended) {
                return;
            }
            if (shortRest) {
                discard();
            } else {
                request.reset();
            }
        });
    }

    private void discard() {
        response.handler(_ -> {});
        response.resume();
        context.owner().setTimer(PATIENCE_FOR_REST.toMillis(), _ -> {
            if (!ended) {
                request.reset();
            }
        });
    }

    private void onEnd() {
        if (!ended) {
            ended = true;
            // One turn later the connection is back in its pool, and the reader's next request can have it.
            context.runOnContext(_ -> arrived.offer(new Signal.End()));
        }
    }

    private void onBroken(Throwable failure) {
        if (!ended) {
            ended = true;
            arrived.offer(new Signal.Broken(Failures.sentence(failure)));
        }
    }

    private @Nullable Buffer await() throws IOException {
        while (true) {
            Duration patience = deadline.leftAtMost(rate.patience());
            long start = System.nanoTime();
            Signal signal = poll(patience);
            int size = signal instanceof Signal.Bytes(Buffer buffer) ? buffer.length() : 0;
            boolean fastEnough = rate.isMetAfter(Duration.ofNanos(System.nanoTime() - start), size);
            switch (signal) {
                case Signal.Bytes(Buffer buffer) -> {
                    refill();
                    requireFast(fastEnough);
                    if (size > 0) {
                        current = buffer;
                        position = 0;
                        return buffer;
                    }
                }
                case Signal.End() -> {
                    return null;
                }
                case Signal.Broken(String why) -> throw new IOException(broken(why));
                case null -> requireFast(fastEnough);
            }
        }
    }

    private @Nullable Signal poll(Duration patience) throws IOException {
        try {
            return arrived.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the transfer from " + peer + " was interrupted", e);
        }
    }

    private void requireFast(boolean fastEnough) throws IOException {
        if (!fastEnough) {
            throw new IOException(peer + " sends too slowly: it was given up after " + received + " bytes");
        }
        if (deadline.hasPassed()) {
            throw new IOException(
                    peer + " did not send everything in time: it was given up after " + received + " bytes");
        }
    }

    private String broken(String why) {
        String of = declared.isPresent() ? " of " + declared.getAsLong() : "";
        return "the transfer from " + peer + " broke after " + received + of + " bytes: " + why;
    }

    private int copy(Buffer buffer, ByteBuffer target) {
        int count = Math.min(target.remaining(), buffer.length() - position);
        if (target.hasArray()) {
            buffer.getBytes(position, position + count, target.array(), target.arrayOffset() + target.position());
            target.position(target.position() + count);
        } else {
            target.put(buffer.getBytes(position, position + count));
        }
        position += count;
        received += count;
        if (position == buffer.length()) {
            current = null;
        }
        return count;
    }

    private void refill() {
        consumedSinceRefill++;
        if (consumedSinceRefill == REFILL) {
            consumedSinceRefill = 0;
            context.runOnContext(_ -> response.fetch(REFILL));
        }
    }

    private static OptionalLong declaredLength(HttpClientResponse response) {
        String value = response.getHeader("content-length");
        boolean number = value != null && value.matches("[0-9]{1,18}");
        return number ? OptionalLong.of(Long.parseLong(value)) : OptionalLong.empty();
    }
}
