package dev.granary.libp2p.transport.netty;

import dev.granary.libp2p.loop.Loop;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** One event loop of Netty. */
public final class NettyLoop implements Loop {
    private final EventLoop events;

    NettyLoop(EventLoop events) {
        this.events = events;
    }

    /** What channels of this loop register with. */
    public EventLoop events() {
        return events;
    }

    @Override
    public Instant now() {
        return Instant.now();
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public boolean isCurrent() {
        return events.inEventLoop();
    }

    @Override
    public void execute(Runnable task) {
        events.execute(task);
    }

    @Override
    public Timer schedule(Duration delay, Runnable task) {
        var scheduled = events.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
        return () -> scheduled.cancel(false);
    }
}
