package dev.granary.libp2p.host;

import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.P2pException;
import dev.granary.libp2p.Role;
import dev.granary.libp2p.limits.Resource;
import dev.granary.libp2p.loop.Loop;
import dev.granary.libp2p.transport.Acceptor;
import dev.granary.libp2p.transport.Arrival;
import dev.granary.libp2p.transport.Link;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Lets connections from outside in, as far as limits and gater allow. Confined to the host's loop. */
final class Reception implements Acceptor {
    private final Parts parts;
    private final Swarm swarm;
    private int pending;
    private boolean closed;

    Reception(Parts parts, Swarm swarm) {
        this.parts = parts;
        this.swarm = swarm;
    }

    /** Refuses all from now on. */
    void close() {
        closed = true;
    }

    @Override
    public void arrived(Arrival arrival) {
        parts.loop().execute(() -> decide(arrival));
    }

    private void decide(Arrival arrival) {
        Progress progress = swarm.progress();
        parts.observer().arrived(progress.attempt(), arrival.remoteAddress());
        try {
            let(arrival, admit(arrival), progress);
        } catch (P2pException refused) {
            arrival.refuse();
            progress.failed(refused.error());
        }
    }

    private Admission admit(Arrival arrival) throws P2pException {
        if (closed) {
            throw new P2pException(P2pError.CLOSED, "The host is closed.");
        }
        if (!parts.gater().allowsArrival(arrival.remoteAddress())) {
            throw new P2pException(P2pError.REFUSED, "The gater lets nothing from this address in.");
        }
        if (!swarm.gate().admitsArrival(arrival.remoteAddress(), parts.loop().nanoTime())) {
            throw new P2pException(P2pError.LIMIT, "This address opens connections too fast.");
        }
        if (pending >= parts.limits().handshakes().pendingArrivals()) {
            throw new P2pException(P2pError.LIMIT, "Too many connections are in their handshakes.");
        }
        return swarm.admit(Resource.INBOUND_CONNECTIONS, arrival.remoteAddress());
    }

    private void let(Arrival arrival, Admission admission, Progress progress) {
        pending++;
        Duration time = parts.limits().handshakes().upgrade();
        Loop.Timer deadline = parts.loop().schedule(time, arrival::refuse);
        arrival.accept()
                .whenComplete((link, failure) -> deadline.cancel())
                .thenCompose(link -> upgrade(link, progress))
                .whenComplete((upgraded, failure) -> parts.loop().execute(() -> {
                    pending--;
                    settle(upgraded, failure, admission, progress);
                }));
    }

    private CompletionStage<Upgraded> upgrade(Link link, Progress progress) {
        progress.passed(HostObserver.Step.REACHED);
        Duration left = parts.limits().handshakes().upgrade().minus(progress.since());
        return new Upgrade(parts, Role.RESPONDER, Optional.empty(), progress).begin(link, left);
    }

    private void settle(
            @Nullable Upgraded upgraded, @Nullable Throwable failure, Admission admission, Progress progress) {
        if (upgraded == null) {
            admission.leave();
            progress.failed(
                    failure == null ? P2pError.INTERNAL : Failures.of(failure).error());
            return;
        }
        try {
            if (closed) {
                admission.leave();
                upgraded.discard(P2pError.CLOSED, "The host is closed.");
                throw new P2pException(P2pError.CLOSED, "The host is closed.");
            }
            swarm.add(upgraded, false, admission, progress);
        } catch (P2pException refused) {
            progress.failed(refused.error());
        }
    }
}
