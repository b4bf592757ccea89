package dev.granary.libp2p.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.loop.Loop;
import dev.granary.libp2p.multiformats.Multiaddr;
import dev.granary.libp2p.stream.ByteStream;
import dev.granary.libp2p.stream.ByteStreamConformance;
import dev.granary.libp2p.stream.Closing;
import dev.granary.libp2p.testkit.Deadline;
import dev.granary.libp2p.testkit.Recorder;
import dev.granary.libp2p.testkit.Stages;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** What every transport of plain bytes keeps, on real loops. */
public abstract class TransportConformance extends ByteStreamConformance {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    /** The transport, on loops that outlive the test. */
    protected abstract Transport transport();

    /** An address to listen at, with an open port. */
    protected abstract Multiaddr anyAddress();

    /** An address where nobody listens. */
    protected abstract Multiaddr deadAddress();

    @Override
    protected Ends connect(long seed) {
        BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();
        Listener listener = Deadline.result(transport().listen(anyAddress(), arrivals::add));
        Link.Raw near =
                raw(Deadline.result(dial(listener.addresses().getFirst()).result()));
        Link.Raw far = raw(Deadline.result(Deadline.next(arrivals).accept()));
        Deadline.result(listener.close());
        return new Ends(near.stream(), far.stream());
    }

    private Dialing dial(Multiaddr address) {
        return transport().dial(new DialRequest(address, Optional.empty(), TIMEOUT));
    }

    private static Link.Raw raw(Link link) {
        return switch (link) {
            case Link.Raw raw -> raw;
            case Link.Ready ready -> throw new AssertionError("not plain bytes: " + ready);
        };
    }

    @Override
    protected void act(ByteStream stream, Runnable action) {
        CompletableFuture<Void> done = CompletableFuture.runAsync(action, stream.loop());
        Deadline.result(done);
    }

    @Override
    protected void await(BooleanSupplier done) {
        Deadline.await(done);
    }

    @Override
    protected void settle() {
        // what is on its way within one machine arrives long before
        CompletableFuture<Void> later = new CompletableFuture<>();
        later.completeOnTimeout(null, 300, TimeUnit.MILLISECONDS).join();
    }

    @Test
    void bothSidesKnowWhereTheOtherOneIs() {
        // Given
        BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();
        Listener listener = Deadline.result(transport().listen(anyAddress(), arrivals::add));

        // When
        Link near = Deadline.result(dial(listener.addresses().getFirst()).result());
        Link far = Deadline.result(Deadline.next(arrivals).accept());

        // Then
        assertThat(near.remoteAddress()).isEqualTo(listener.addresses().getFirst());
        assertThat(far.localAddress()).isEqualTo(near.remoteAddress());
        assertThat(far.remoteAddress()).isEqualTo(near.localAddress());
        Deadline.result(listener.close());
    }

    @Test
    void aDialOfAnAddressWhereNobodyListensFails() {
        // When
        Dialing dialing = dial(deadAddress());

        // Then
        assertThat(Deadline.error(dialing.result())).isEqualTo(P2pError.UNREACHABLE);
    }

    @Test
    void aCancelledDialFailsAndClosesWhatItHadOpened() {
        // Given
        BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();
        Listener listener = Deadline.result(transport().listen(anyAddress(), arrivals::add));
        Dialing dialing = dial(listener.addresses().getFirst());
        Link.Raw far = raw(Deadline.result(Deadline.next(arrivals).accept()));
        Recorder recorder = new Recorder();
        act(far.stream(), () -> far.stream().start(recorder));

        // When
        dialing.cancel();

        // Then
        await(() -> recorder.isClosed() || recorder.hasEnded());
        Deadline.await(() -> Stages.isDone(dialing.result()));
        Deadline.result(listener.close());
    }

    @Test
    void aRefusedArrivalIsClosed() {
        // Given
        Listener listener = Deadline.result(transport().listen(anyAddress(), Arrival::refuse));
        Recorder recorder = new Recorder();
        AtomicBoolean failed = new AtomicBoolean();

        // When
        dial(listener.addresses().getFirst()).result().whenComplete((link, failure) -> {
            if (failure == null) {
                raw(link).stream().loop().execute(() -> raw(link).stream().start(recorder));
            } else {
                // the refusal was faster than the news that the connection stands
                failed.set(true);
            }
        });

        // Then
        await(() -> recorder.isClosed() || failed.get());
        assertThat(recorder.closing()).isNotEqualTo(Optional.of(new Closing.Complete()));
        Deadline.result(listener.close());
    }

    @Test
    void aClosedListenerTakesNoMoreConnections() {
        // Given
        Listener listener = Deadline.result(transport().listen(anyAddress(), Arrival::refuse));
        Multiaddr address = listener.addresses().getFirst();

        // When
        Deadline.result(listener.close());

        // Then
        assertThat(Deadline.error(dial(address).result())).isEqualTo(P2pError.UNREACHABLE);
    }

    @Test
    void twoListenersDoNotShareAnAddress() {
        // Given
        Listener listener = Deadline.result(transport().listen(anyAddress(), Arrival::refuse));

        // When
        P2pError error = Deadline.error(transport().listen(listener.addresses().getFirst(), Arrival::refuse));

        // Then
        assertThat(error).isEqualTo(P2pError.UNREACHABLE);
        Deadline.result(listener.close());
    }

    @Test
    void tasksAndTimersRunOnTheLoopOfTheStream() {
        // Given
        Ends ends = connect(1);
        Loop loop = ends.near().loop();
        AtomicBoolean cancelled = new AtomicBoolean();
        CompletableFuture<Boolean> onLoop = new CompletableFuture<>();

        // When
        loop.schedule(Duration.ofMillis(1), () -> cancelled.set(true)).cancel();
        loop.schedule(Duration.ofMillis(2), () -> onLoop.complete(loop.isCurrent()));

        // Then
        assertThat(Deadline.result(onLoop)).isTrue();
        assertThat(cancelled).isFalse();
        assertThat(loop.isCurrent()).isFalse();
    }
}
