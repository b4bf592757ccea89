package dev.granary.libp2p.host;

import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.P2pException;
import dev.granary.libp2p.Role;
import dev.granary.libp2p.limits.IpGroup;
import dev.granary.libp2p.multiformats.Multiaddr;
import dev.granary.libp2p.multiformats.PeerId;
import dev.granary.libp2p.transport.DialRequest;
import dev.granary.libp2p.transport.Dialing;
import dev.granary.libp2p.transport.Link;
import dev.granary.libp2p.transport.Transport;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** One dial of one address, up to a connection that is ready for streams. Confined to the host's loop. */
final class DialAttempt {
    private final Parts parts;
    private final PeerId peer;
    private final Multiaddr address;
    private final Admission admission;
    private final Progress progress;
    private @Nullable Dialing dialing;
    private boolean cancelled;

    DialAttempt(Parts parts, PeerId peer, Multiaddr address, Admission admission, Progress progress) {
        this.parts = parts;
        this.peer = peer;
        this.address = address;
        this.admission = admission;
        this.progress = progress;
    }

    Multiaddr address() {
        return address;
    }

    Admission admission() {
        return admission;
    }

    Progress progress() {
        return progress;
    }

    /** Dials; {@code then} is called on the host's loop, once, with one of the two. */
    void begin(Transport transport, BiConsumer<@Nullable Upgraded, @Nullable P2pException> then) {
        parts.observer().dialling(progress.attempt(), address);
        Duration time = IpGroup.isLocal(address)
                ? parts.limits().handshakes().localUpgrade()
                : parts.limits().handshakes().upgrade();
        Dialing begun = transport.dial(new DialRequest(address, Optional.of(peer), time));
        dialing = begun;
        begun.result().thenCompose(link -> upgrade(link, time)).whenComplete((upgraded, failure) -> parts.loop()
                .execute(() -> settle(upgraded, failure, then)));
    }

    private CompletionStage<Upgraded> upgrade(Link link, Duration time) {
        progress.passed(HostObserver.Step.REACHED);
        return new Upgrade(parts, Role.INITIATOR, Optional.of(peer), progress)
                .begin(link, time.minus(progress.since()));
    }

    private void settle(
            @Nullable Upgraded upgraded,
            @Nullable Throwable failure,
            BiConsumer<@Nullable Upgraded, @Nullable P2pException> then) {
        if (upgraded != null && !cancelled) {
            then.accept(upgraded, null);
            return;
        }
        if (upgraded != null) {
            upgraded.discard(P2pError.CANCELLED, "Another dial was faster.");
        }
        P2pException why = failure == null || cancelled
                ? new P2pException(P2pError.CANCELLED, "The dial was given up.")
                : Failures.of(failure);
        admission.leave();
        progress.failed(why.error());
        then.accept(null, why);
    }

    /** Gives up; what was opened is closed. */
    void cancel() {
        cancelled = true;
        if (dialing != null) {
            dialing.cancel();
        }
    }
}
