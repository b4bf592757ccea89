package dev.granary.libp2p.testkit;

import dev.granary.libp2p.stream.ByteStream;
import dev.granary.libp2p.stream.Closing;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A receiver that reads everything, remembers it, and fails when it is called in an order that the contract forbids. */
public class Recorder implements ByteStream.Receiver {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private boolean ended;
    private int writable;
    private int batches;
    private @Nullable Closing closing;
    private boolean inside;

    @Override
    public void received(ByteBuffer given) {
        guarded(() -> {
            mustNot(ended, "bytes after the end");
            byte[] copy = new byte[given.remaining()];
            given.get(copy);
            bytes.writeBytes(copy);
        });
    }

    @Override
    public void receivedAll() {
        guarded(() -> batches++);
    }

    @Override
    public void ended() {
        guarded(() -> {
            mustNot(ended, "a second end");
            ended = true;
        });
    }

    @Override
    public void writable() {
        guarded(() -> writable++);
    }

    @Override
    public void closed(Closing why) {
        guarded(() -> closing = why);
    }

    public byte[] bytes() {
        return bytes.toByteArray();
    }

    public int size() {
        return bytes.size();
    }

    public boolean hasEnded() {
        return ended;
    }

    public int timesWritable() {
        return writable;
    }

    public int batches() {
        return batches;
    }

    public Optional<Closing> closing() {
        return Optional.ofNullable(closing);
    }

    public boolean isClosed() {
        return closing != null;
    }

    private void guarded(Runnable action) {
        mustNot(closing != null, "a call after closed");
        mustNot(inside, "a call within a call");
        inside = true;
        action.run();
        inside = false;
    }

    private static void mustNot(boolean happened, String what) {
        if (happened) {
            throw new AssertionError(what);
        }
    }
}
