package dev.granary.libp2p.host;

import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.P2pException;
import dev.granary.libp2p.dial.AddressRanking;
import dev.granary.libp2p.loop.Loop;
import dev.granary.libp2p.multiformats.Multiaddr;
import dev.granary.libp2p.multiformats.PeerId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** All dials to one peer, for all who asked for it. Confined to the host's loop. */
final class PeerDial {
    private static final int MOST_REASONS = 8;

    private final PeerId peer;
    private final Dialer dialer;
    private final Loop loop;
    private final long startedNanos;
    private final Set<Multiaddr> known = new HashSet<>();
    private final Deque<AddressRanking.Turn> turns = new ArrayDeque<>();
    private final List<DialAttempt> running = new ArrayList<>();
    private final List<CompletableFuture<Connection>> waiting = new ArrayList<>();
    private final List<String> reasons = new ArrayList<>();
    private P2pError worst = P2pError.UNREACHABLE;
    private Loop.@Nullable Timer timer;
    private boolean over;

    PeerDial(PeerId peer, Dialer dialer, Loop loop) {
        this.peer = peer;
        this.dialer = dialer;
        this.loop = loop;
        this.startedNanos = loop.nanoTime();
    }

    /** One more who asks, perhaps knowing more addresses. */
    void join(CompletableFuture<Connection> result, Collection<Multiaddr> addresses) {
        waiting.add(result);
        List<Multiaddr> fresh = addresses.stream().filter(known::add).toList();
        turns.addAll(AddressRanking.of(fresh));
    }

    /** Someone has stopped waiting. */
    void forsake() {
        waiting.removeIf(CompletableFuture::isDone);
        if (waiting.isEmpty() && !over) {
            finish();
        }
    }

    /** Dials what is due. */
    void advance() {
        while (!over && !turns.isEmpty() && running.size() < dialer.mostPerPeer()) {
            Duration wait = turns.element().after().minusNanos(loop.nanoTime() - startedNanos);
            if (wait.isPositive() && !running.isEmpty()) {
                wake(wait);
                return;
            }
            if (!dialer.takeSlot(this)) {
                return;
            }
            launch(turns.remove().address());
        }
        if (!over && turns.isEmpty() && running.isEmpty()) {
            fail();
        }
    }

    private void wake(Duration wait) {
        if (timer != null) {
            timer.cancel();
        }
        timer = loop.schedule(wait, this::advance);
    }

    private void launch(Multiaddr address) {
        try {
            DialAttempt attempt = dialer.attempt(peer, address);
            running.add(attempt);
            attempt.begin(dialer.transport(address), (upgraded, why) -> settled(attempt, upgraded, why));
        } catch (P2pException refused) {
            dialer.giveSlot();
            note(address, refused);
        }
    }

    private void settled(DialAttempt attempt, @Nullable Upgraded upgraded, @Nullable P2pException why) {
        running.remove(attempt);
        dialer.giveSlot();
        if (upgraded != null) {
            win(attempt, upgraded);
        } else if (why != null && !over) {
            dialer.failed(peer, attempt.address());
            note(attempt.address(), why);
        }
        advance();
    }

    private void win(DialAttempt attempt, Upgraded upgraded) {
        try {
            Connection connection = dialer.add(peer, attempt, upgraded);
            List<CompletableFuture<Connection>> served = List.copyOf(waiting);
            finish();
            served.forEach(result -> result.complete(connection));
        } catch (P2pException refused) {
            attempt.progress().failed(refused.error());
            note(attempt.address(), refused);
        }
    }

    private void note(Multiaddr address, P2pException why) {
        if (reasons.size() < MOST_REASONS) {
            reasons.add(address + ": " + why.getMessage());
        }
        if (why.error() != P2pError.UNREACHABLE) {
            worst = why.error();
        }
    }

    /** Tells all who wait why there is no connection. */
    private void fail() {
        List<CompletableFuture<Connection>> served = List.copyOf(waiting);
        finish();
        String detail = reasons.isEmpty() ? "no address to dial" : String.join("; ", reasons);
        served.forEach(result ->
                result.completeExceptionally(new P2pException(worst, "No connection with " + peer + ": " + detail)));
    }

    /** Ends all dials that still run. */
    void finish() {
        over = true;
        waiting.clear();
        turns.clear();
        if (timer != null) {
            timer.cancel();
        }
        List.copyOf(running).forEach(DialAttempt::cancel);
        dialer.forget(peer, this);
    }

    /** Ends all dials because the host closes. */
    void abandon() {
        note(Multiaddr.parse("/p2p/" + peer), new P2pException(P2pError.CLOSED, "The host is closed."));
        fail();
    }
}
