package dev.granary.libp2p.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.granary.libp2p.simulation.VirtualLoop;
import dev.granary.libp2p.stream.ByteStream;
import dev.granary.libp2p.stream.ByteStreamConformance;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;

/** The conformance suite for streams on the virtual clock. */
public abstract class VirtualConformance extends ByteStreamConformance {
    public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration LONG = Duration.ofSeconds(20);

    private VirtualLoop loop = new VirtualLoop(START, 0);

    /** Two connected streams on {@code loop}. */
    protected abstract Ends connect(VirtualLoop on);

    @Override
    protected final Ends connect(long seed) {
        loop = new VirtualLoop(START, seed);
        return connect(loop);
    }

    @Override
    protected final void act(ByteStream stream, Runnable action) {
        loop.execute(action);
        loop.runNext();
        loop.runDue();
    }

    @Override
    protected final void await(BooleanSupplier done) {
        assertThat(loop.runUntil(done, LONG)).as("done in time").isTrue();
    }

    @Override
    protected final void settle() {
        loop.runFor(Duration.ofSeconds(1));
    }
}
