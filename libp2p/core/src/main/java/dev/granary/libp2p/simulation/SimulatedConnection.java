package dev.granary.libp2p.simulation;

import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.P2pException;
import dev.granary.libp2p.loop.Loop;
import dev.granary.libp2p.simulation.Journal.Happening;
import dev.granary.libp2p.stream.ByteStream;
import dev.granary.libp2p.stream.Closing;
import dev.granary.libp2p.stream.MuxedConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One end of a connection. Confined to its host's loop. */
final class SimulatedConnection implements MuxedConnection {
    private static final int FEW = 4;

    private final SimulatedNetwork network;
    private final Endpoint endpoint;
    private final long oneWayNanos;
    private final List<SimulatedStream> streams = new ArrayList<>(FEW);
    private @Nullable SimulatedConnection remote;
    private @Nullable Receiver receiver;
    private @Nullable Closing closing;
    private boolean draining;
    private boolean severed;
    private long lastArrival;

    SimulatedConnection(SimulatedNetwork network, Endpoint endpoint, long oneWayNanos) {
        this.network = network;
        this.endpoint = endpoint;
        this.oneWayNanos = oneWayNanos;
        endpoint.connections().add(this);
    }

    void connect(SimulatedConnection other) {
        remote = other;
    }

    SimulatedConnection remote() {
        if (remote == null) {
            throw new IllegalStateException("half a connection");
        }
        return remote;
    }

    Endpoint endpoint() {
        return endpoint;
    }

    SimulatedNetwork network() {
        return network;
    }

    long oneWayNanos() {
        return oneWayNanos;
    }

    /** The time at which what would come at {@code arrival} can come without overtaking. */
    long inOrder(long arrival) {
        lastArrival = Math.max(lastArrival, arrival);
        return lastArrival;
    }

    /** Lets nothing pass any more, in either direction; tells whether that is new. */
    boolean sever() {
        boolean first = !severed;
        severed = true;
        remote().severed = true;
        return first;
    }

    boolean isSevered() {
        return severed;
    }

    boolean isOver() {
        return closing != null;
    }

    @Override
    public Loop loop() {
        return endpoint.loop();
    }

    @Override
    public void start(Receiver taker) {
        receiver = taker;
        if (closing != null) {
            taker.closed(closing);
            return;
        }
        List.copyOf(streams).stream().filter(SimulatedStream::isInbound).forEach(taker::opened);
    }

    @Override
    public ByteStream open() throws P2pException {
        if (closing != null || draining) {
            throw new P2pException(P2pError.CLOSED, "The connection is closed.");
        }
        SimulatedStream stream = new SimulatedStream(this, false);
        streams.add(stream);
        return stream;
    }

    /** The other end of {@code opened} by the remote. */
    SimulatedStream accept(SimulatedStream opened) {
        SimulatedStream stream = new SimulatedStream(this, true);
        stream.connect(opened);
        opened.connect(stream);
        streams.add(stream);
        if (receiver != null) {
            receiver.opened(stream);
        }
        return stream;
    }

    void forget(SimulatedStream stream) {
        streams.remove(stream);
        if (draining && streams.isEmpty()) {
            close(new Closing.Failed(P2pError.CLOSED, "We have closed the connection."));
        }
    }

    @Override
    public int openStreams() {
        return streams.size();
    }

    @Override
    public Optional<Duration> roundTrip() {
        return Optional.of(SimulatedNetwork.roundTrip(oneWayNanos));
    }

    @Override
    public void end() {
        draining = true;
        if (streams.isEmpty()) {
            close(new Closing.Failed(P2pError.CLOSED, "We have closed the connection."));
        }
    }

    @Override
    public void close(Closing.Failed why) {
        if (closing == null) {
            abandon();
            lost(why);
        }
    }

    /** Lets the remote know that this end is gone. */
    void abandon() {
        SimulatedConnection other = remote();
        network.send(this, () -> {
            network.journal().note(Happening.CLOSED, endpoint.number(), other.endpoint.number(), 0, 0);
            other.lost(new Closing.Failed(P2pError.CLOSED, "The remote has closed the connection."));
        });
    }

    /** This end is over. */
    void lost(Closing.Failed why) {
        if (closing != null) {
            return;
        }
        closing = why;
        endpoint.connections().remove(this);
        List<SimulatedStream> open = List.copyOf(streams);
        streams.clear();
        open.forEach(stream -> stream.fail(why));
        if (receiver != null) {
            receiver.closed(why);
        }
    }
}
