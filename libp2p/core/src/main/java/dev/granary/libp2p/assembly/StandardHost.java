package dev.granary.libp2p.assembly;

import dev.granary.libp2p.host.Host;
import dev.granary.libp2p.identify.Identify;
import dev.granary.libp2p.ping.Ping;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** A host that identifies itself and answers pings, with the event loops that it runs on. */
public final class StandardHost {
    private final Host host;
    private final Identify identify;
    private final Ping ping;
    private final Acquaintance acquaintance;
    private final Supplier<CompletionStage<Void>> end;

    /** @param end what belongs to this host alone and ends after it */
    StandardHost(
            Host host, Identify identify, Ping ping, Acquaintance acquaintance, Supplier<CompletionStage<Void>> end) {
        this.host = host;
        this.identify = identify;
        this.ping = ping;
        this.acquaintance = acquaintance;
        this.end = end;
    }

    public Host host() {
        return host;
    }

    public Identify identify() {
        return identify;
    }

    public Ping ping() {
        return ping;
    }

    /**
     * Starts the host, and then its search for other peers, if it was built with one. A stage that fails leaves the host as it
     * is: to be closed.
     */
    public CompletionStage<Void> start() {
        return host.start().thenCompose(listening -> acquaintance.start());
    }

    /** Closes the host and, unless others gave them, its event loops. */
    public CompletionStage<Void> close() {
        CompletableFuture<Void> closed = new CompletableFuture<>();
        // not on the loops themselves, which would wait for their own end
        acquaintance.close().thenCompose(apart -> host.close()).whenComplete((done, failure) -> end.get()
                .whenComplete((ended, trouble) -> closed.complete(null)));
        return closed;
    }
}
