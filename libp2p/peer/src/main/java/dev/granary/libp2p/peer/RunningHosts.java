package dev.granary.libp2p.peer;

import dev.granary.libp2p.peer.line.Refusal;
import dev.granary.libp2p.peer.traffic.Echo;
import dev.granary.libp2p.transport.netty.NettyLoops;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The host of this process, and those of the crowds that it plays. May be used from any thread. */
final class RunningHosts {
    private static final int LOOPS = 2;

    private final ReentrantLock lock = new ReentrantLock();
    private final Echo echo;
    private final NettyLoops loops = NettyLoops.of(LOOPS);
    private final List<RunningHost> others = new ArrayList<>();
    private @Nullable HostSetup setup;
    private @Nullable RunningHost main;

    RunningHosts(Echo echo) {
        this.echo = echo;
    }

    RunningHost start(HostSetup wanted) throws Refusal, InterruptedException {
        lock.lockInterruptibly();
        try {
            if (main != null) {
                throw new Refusal("already_started", "This peer runs already.");
            }
            RunningHost started = RunningHost.start(wanted, echo, loops);
            setup = wanted;
            main = started;
            return started;
        } finally {
            lock.unlock();
        }
    }

    /** The host that was asked for. */
    RunningHost main() throws Refusal {
        lock.lock();
        try {
            if (main == null) {
                throw new Refusal("not_started", "Ask for start first.");
            }
            return main;
        } finally {
            lock.unlock();
        }
    }

    /** One more host, with a key of its own. */
    RunningHost another() throws Refusal, InterruptedException {
        lock.lockInterruptibly();
        try {
            if (setup == null) {
                throw new Refusal("not_started", "Ask for start first.");
            }
            RunningHost started = RunningHost.start(setup.another(), echo, loops);
            others.add(started);
            return started;
        } finally {
            lock.unlock();
        }
    }

    /** Closes all hosts. */
    void close() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            List<RunningHost> all = new ArrayList<>(others);
            if (main != null) {
                all.add(main);
            }
            for (RunningHost each : all) {
                Waiting.on(each.all().close());
            }
            others.clear();
        } catch (Refusal e) {
            throw new IllegalStateException("a host did not close", e);
        } finally {
            lock.unlock();
        }
    }
}
