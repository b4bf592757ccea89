package dev.granary.libp2p.host;

import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.P2pException;
import dev.granary.libp2p.Role;
import dev.granary.libp2p.loop.Loop;
import dev.granary.libp2p.multiformats.PeerId;
import dev.granary.libp2p.multistream.MultistreamSelect;
import dev.granary.libp2p.security.Secured;
import dev.granary.libp2p.security.Security;
import dev.granary.libp2p.stream.ByteStream;
import dev.granary.libp2p.transport.Link;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/**
 * Makes one link ready for streams: protects, secures and multiplexes it, within one deadline. Whatever fails closes the
 * link; an initiator whose first security is refused fails as {@code NOT_SUPPORTED}. Confined to the link's loop.
 */
final class Upgrade {
    private final Parts parts;
    private final Role role;
    private final Optional<PeerId> expected;
    private final Progress progress;
    private final MultistreamSelect select;
    private final CompletableFuture<Upgraded> result = new CompletableFuture<>();

    /** @param role in security and multiplexing; whoever dialled need not be the initiator */
    Upgrade(Parts parts, Role role, Optional<PeerId> expected, Progress progress) {
        this.parts = parts;
        this.role = role;
        this.expected = expected;
        this.progress = progress;
        this.select = new MultistreamSelect(parts.limits().handshakes().negotiation());
    }

    /** Begins, on the link's loop, wherever it is called: what hangs on a stage may run on any thread. */
    CompletionStage<Upgraded> begin(Link link, Duration left) {
        switch (link) {
            case Link.Raw raw -> raw.stream().loop().execute(() -> secure(raw, left));
            case Link.Ready ready -> ready.connection().loop().execute(() -> admit(ready));
        }
        return result;
    }

    private void admit(Link.Ready ready) {
        try {
            progress.passed(HostObserver.Step.SECURED);
            requireAllowed(ready, ready.remoteKey().peerId());
            result.complete(
                    new Upgraded(ready, ready.connection(), ready.remoteKey(), ready.protocol(), ready.protocol()));
        } catch (P2pException refused) {
            ready.connection().close(Failures.closing(refused));
            result.completeExceptionally(refused);
        }
    }

    private void secure(Link.Raw raw, Duration left) {
        Loop.Timer deadline =
                raw.stream().loop().schedule(left, () -> give(raw, Failures.timeout("The handshake", left)));
        ByteStream stream = parts.protection()
                .map(protection -> protection.apply(raw.stream()))
                .orElse(raw.stream());
        secure(stream).thenCompose(secured -> multiplex(raw, secured)).whenComplete((upgraded, failure) -> {
            deadline.cancel();
            if (failure != null) {
                give(raw, Failures.of(failure));
            } else if (!result.complete(upgraded)) {
                upgraded.discard(P2pError.TIMEOUT, "The handshake took too long.");
            }
        });
    }

    private CompletionStage<SecuredBy> secure(ByteStream stream) {
        List<Security> securities = parts.securities();
        if (role == Role.INITIATOR) {
            // The first message of the handshake travels with the proposal. A remote that refuses it reads the
            // handshake
            // as another proposal, so there can be no second one: whoever dials offers the next on a new connection.
            Security first = securities.getFirst();
            return secureWith(first, select.proposeLazily(stream, first.protocol()));
        }
        Set<String> known = securities.stream().map(Security::protocol).collect(Collectors.toSet());
        return select.respond(stream, known::contains).thenCompose(chosen -> {
            progress.passed(HostObserver.Step.SECURITY_AGREED);
            Security security = securities.stream()
                    .filter(offered -> offered.protocol().equals(chosen))
                    .findFirst()
                    .orElseThrow();
            return secureWith(security, stream);
        });
    }

    private CompletionStage<SecuredBy> secureWith(Security security, ByteStream stream) {
        return security.secure(stream, role, expected)
                .thenApply(secured -> new SecuredBy(security.protocol(), secured));
    }

    /** What came of securing, and by what. */
    private record SecuredBy(String protocol, Secured secured) {}

    private CompletionStage<String> agree(ByteStream stream, List<String> protocols) {
        return switch (role) {
            case INITIATOR -> select.propose(stream, protocols);
            case RESPONDER -> select.respond(stream, protocols::contains);
        };
    }

    /** Resets behind what was flushed last, such as a refusal that the remote is to read. */
    private void give(Link.Raw raw, P2pException why) {
        raw.stream().loop().execute(() -> raw.stream().reset(0));
        result.completeExceptionally(why);
    }

    private CompletionStage<Upgraded> multiplex(Link.Raw raw, SecuredBy by) {
        progress.passed(HostObserver.Step.SECURED);
        Secured secured = by.secured();
        try {
            requireAllowed(raw, secured.remoteKey().peerId());
        } catch (P2pException refused) {
            return CompletableFuture.failedStage(refused);
        }
        ByteStream stream = secured.stream();
        if (secured.earlyMuxer().isPresent()) {
            return CompletableFuture.completedStage(
                    carry(raw, by, stream, muxer(secured.earlyMuxer().get())));
        }
        if (role == Role.INITIATOR && parts.muxers().size() == 1) {
            Muxer only = parts.muxers().getFirst();
            return CompletableFuture.completedStage(
                    carry(raw, by, select.proposeLazily(stream, only.protocol()), only));
        }
        return agree(stream, parts.muxers().stream().map(Muxer::protocol).toList())
                .thenApply(protocol -> carry(raw, by, stream, muxer(protocol)));
    }

    private Muxer muxer(String protocol) {
        return parts.muxers().stream()
                .filter(known -> known.protocol().equals(protocol))
                .findFirst()
                .orElseThrow();
    }

    private Upgraded carry(Link.Raw raw, SecuredBy by, ByteStream stream, Muxer muxer) {
        progress.passed(HostObserver.Step.MUXER_AGREED);
        return new Upgraded(
                raw, muxer.carrier().over(stream, role), by.secured().remoteKey(), by.protocol(), muxer.protocol());
    }

    private void requireAllowed(Link link, PeerId peer) throws P2pException {
        if (expected.isPresent() && !expected.get().equals(peer)) {
            throw new P2pException(P2pError.WRONG_PEER, "Asked for " + expected.get() + ", found " + peer + ".");
        }
        if (peer.equals(parts.self())) {
            throw new P2pException(P2pError.REFUSED, "The remote is this host itself.");
        }
        if (!parts.gater().allowsSecured(peer, link.remoteAddress(), role == Role.INITIATOR)) {
            throw new P2pException(P2pError.REFUSED, "The gater lets no connection with " + peer + " pass.");
        }
    }
}
