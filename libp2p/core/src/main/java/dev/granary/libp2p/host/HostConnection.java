package dev.granary.libp2p.host;

import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.P2pException;
import dev.granary.libp2p.identity.PublicKey;
import dev.granary.libp2p.limits.Claim;
import dev.granary.libp2p.limits.Resource;
import dev.granary.libp2p.loop.Loop;
import dev.granary.libp2p.multiformats.Multiaddr;
import dev.granary.libp2p.multiformats.PeerId;
import dev.granary.libp2p.stream.ByteStream;
import dev.granary.libp2p.stream.Closing;
import dev.granary.libp2p.stream.MuxedConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A connection in use. What changes is confined to its loop. */
final class HostConnection implements Connection, MuxedConnection.Receiver {
    private final long id;
    private final Upgraded upgraded;
    private final boolean dialled;
    private final Instant openedAt;
    private final ConnectionContext context;
    private final CompletableFuture<Closing> over = new CompletableFuture<>();
    private final Set<StreamAccount> accounts = new HashSet<>();

    HostConnection(long id, Upgraded upgraded, boolean dialled, Instant openedAt, ConnectionContext context) {
        this.id = id;
        this.upgraded = upgraded;
        this.dialled = dialled;
        this.openedAt = openedAt;
        this.context = context;
    }

    /** Takes streams from now on. */
    void begin() {
        loop().execute(() -> upgraded.muxed().start(this));
    }

    /** How the connection came to its end, completed on its loop. */
    CompletionStage<Closing> over() {
        return over;
    }

    @Override
    public CompletionStage<P2pStream> open(List<String> protocols, Consumer<? super P2pStream> begin) {
        Opening opening = new Opening(List.copyOf(protocols), begin, new CompletableFuture<>());
        if (loop().isCurrent()) {
            open(opening);
        } else {
            loop().execute(() -> open(opening));
        }
        return opening.opened();
    }

    /** A stream that someone waits for. */
    private record Opening(
            List<String> protocols, Consumer<? super P2pStream> begin, CompletableFuture<P2pStream> opened) {
        private void fail(P2pException why) {
            opened.completeExceptionally(why);
        }
    }

    private void open(Opening opening) {
        StreamAccount account = null;
        try {
            requireOpen();
            account = account(Resource.OUTBOUND_STREAMS);
            ByteStream stream = upgraded.muxed().open();
            propose(stream, account, opening);
        } catch (P2pException refused) {
            drop(account, refused, false);
            opening.fail(refused);
        }
    }

    private void requireOpen() throws P2pException {
        if (over.isDone()) {
            throw over.join().asException();
        }
    }

    private StreamAccount account(Resource direction) throws P2pException {
        StreamAccount account = StreamAccount.open(direction, context.scopes());
        accounts.add(account);
        return account;
    }

    private void drop(@Nullable StreamAccount account, P2pException why, boolean inbound) {
        if (account != null) {
            account.close();
            accounts.remove(account);
        }
        context.observer().streamFailed(this, why.error(), inbound);
    }

    private void propose(ByteStream stream, StreamAccount account, Opening opening) {
        String first = opening.protocols().getFirst();
        if (opening.protocols().size() == 1 && isKnownToSpeak(first)) {
            ByteStream lazy = context.select().proposeLazily(stream, first);
            hand(lazy, account, first, opening);
            // behind what is written by then, so that one packet carries all
            loop().execute(lazy::flush);
            return;
        }
        context.select().propose(stream, opening.protocols()).whenComplete((protocol, failure) -> {
            if (failure == null) {
                hand(stream, account, protocol, opening);
            } else {
                P2pException why = Failures.of(failure);
                drop(account, why, false);
                opening.fail(why);
            }
        });
    }

    private boolean isKnownToSpeak(String protocol) {
        return context.peerStore().about(remotePeer()).protocols().contains(protocol);
    }

    private void hand(ByteStream stream, StreamAccount account, String protocol, Opening opening) {
        try {
            P2pStream settled = settle(stream, account, protocol, false);
            if (opening.opened().isDone()) {
                settled.reset(0);
                return;
            }
            hand(settled, opening.begin());
            opening.opened().complete(settled);
        } catch (P2pException refused) {
            stream.reset(0);
            drop(account, refused, false);
            opening.fail(refused);
        }
    }

    private P2pStream settle(ByteStream stream, StreamAccount account, String protocol, boolean inbound)
            throws P2pException {
        Optional<Protocols.Served> served = context.protocols().find(protocol);
        if (served.isPresent()) {
            account.settle(served.get().scope());
        }
        context.observer().streamOpened(this, protocol, inbound);
        return new NegotiatedStream(stream, this, protocol, closing -> {
            account.close();
            accounts.remove(account);
            context.observer().streamClosed(this, protocol, closing);
        });
    }

    @Override
    public void opened(ByteStream stream) {
        StreamAccount account = null;
        try {
            account = account(Resource.INBOUND_STREAMS);
            respond(stream, account, account.join(context.unproven()));
        } catch (P2pException refused) {
            stream.reset(0);
            drop(account, refused, true);
        }
    }

    private void respond(ByteStream stream, StreamAccount account, Claim unproven) {
        context.select().respond(stream, this::isServed).whenComplete((protocol, failure) -> {
            unproven.release();
            if (failure == null) {
                serve(stream, account, protocol);
            } else {
                drop(account, Failures.of(failure), true);
            }
        });
    }

    private boolean isServed(String protocol) {
        return context.protocols()
                .find(protocol)
                .filter(served -> !limited() || served.handler().runsOnLimitedConnections())
                .isPresent();
    }

    private void serve(ByteStream stream, StreamAccount account, String protocol) {
        Optional<Protocols.Served> served = context.protocols().find(protocol);
        try {
            if (served.isEmpty()) {
                throw new P2pException(P2pError.NOT_SUPPORTED, protocol + " is served no longer.");
            }
            P2pStream settled = settle(stream, account, protocol, true);
            hand(settled, served.get().handler()::opened);
        } catch (P2pException refused) {
            stream.reset(0);
            drop(account, refused, true);
        }
    }

    private void hand(P2pStream stream, Consumer<? super P2pStream> taker) {
        try {
            taker.accept(stream);
        } catch (RuntimeException bug) {
            context.observer().bug(bug);
            stream.reset(0);
        }
    }

    @Override
    public void closed(Closing closing) {
        accounts.forEach(StreamAccount::close);
        accounts.clear();
        over.complete(closing);
    }

    @Override
    public CompletionStage<Void> close() {
        close(new Closing.Failed(P2pError.CLOSED, "We have closed the connection."));
        return over.thenApply(closing -> null);
    }

    void close(Closing.Failed why) {
        loop().execute(() -> upgraded.muxed().close(why));
    }

    @Override
    public long id() {
        return id;
    }

    @Override
    public PeerId remotePeer() {
        return upgraded.remotePeer();
    }

    @Override
    public PublicKey remoteKey() {
        return upgraded.remoteKey();
    }

    @Override
    public Multiaddr localAddress() {
        return upgraded.link().localAddress();
    }

    @Override
    public Multiaddr remoteAddress() {
        return upgraded.link().remoteAddress();
    }

    @Override
    public boolean dialled() {
        return dialled;
    }

    @Override
    public boolean limited() {
        return upgraded.link().limited();
    }

    @Override
    public String security() {
        return upgraded.security();
    }

    @Override
    public String muxer() {
        return upgraded.muxer();
    }

    @Override
    public Instant openedAt() {
        return openedAt;
    }

    @Override
    public Loop loop() {
        return upgraded.muxed().loop();
    }

    @Override
    public int openStreams() {
        return upgraded.muxed().openStreams();
    }

    @Override
    public Optional<Duration> roundTrip() {
        return upgraded.muxed().roundTrip();
    }

    @Override
    public boolean isOpen() {
        return !over.isDone();
    }
}
