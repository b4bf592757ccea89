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
    /** Written on the link's loop, read on the host's after all that came of the link. */
    private boolean reachedRaw;

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

    /**
     * Dials; {@code then} is called on the host's loop, once, with one of the two. A remote that refuses the security offered
     * is dialled again with the next one, within the same time.
     */
    void begin(Transport transport, BiConsumer<@Nullable Upgraded, @Nullable P2pException> then) {
        parts.observer().dialling(progress.attempt(), address);
        dial(transport, parts, then);
    }

    private void dial(Transport transport, Parts offered, BiConsumer<@Nullable Upgraded, @Nullable P2pException> then) {
        Dialing begun = transport.dial(new DialRequest(address, Optional.of(peer), left()));
        dialing = begun;
        begun.result().thenCompose(link -> upgrade(link, offered)).whenComplete((upgraded, failure) -> parts.loop()
                .execute(() -> {
                    Optional<Parts> next = refusedSecurity(failure) ? offered.withNextSecurity() : Optional.empty();
                    if (next.isPresent()) {
                        dial(transport, next.get(), then);
                    } else {
                        settle(upgraded, failure, then);
                    }
                }));
    }

    /** Of the time for the whole attempt; never nothing, so that an attempt that is late fails in the usual way. */
    private Duration left() {
        HandshakeLimits limits = parts.limits().handshakes();
        Duration whole = IpGroup.isLocal(address) ? limits.localUpgrade() : limits.upgrade();
        Duration left = whole.minus(progress.since());
        return left.isPositive() ? left : Duration.ofNanos(1);
    }

    private boolean refusedSecurity(@Nullable Throwable failure) {
        return !cancelled
                && reachedRaw
                && failure != null
                && Failures.of(failure).error() == P2pError.NOT_SUPPORTED;
    }

    private CompletionStage<Upgraded> upgrade(Link link, Parts offered) {
        progress.passed(HostObserver.Step.REACHED);
        reachedRaw = link instanceof Link.Raw;
        return new Upgrade(offered, Role.INITIATOR, Optional.of(peer), progress).begin(link, left());
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
