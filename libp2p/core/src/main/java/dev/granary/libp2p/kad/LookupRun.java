package dev.granary.libp2p.kad;

import dev.granary.libp2p.P2pException;
import dev.granary.libp2p.kad.keyspace.KadKey;
import dev.granary.libp2p.kad.lookup.LookupStep;
import dev.granary.libp2p.kad.lookup.Walk;
import dev.granary.libp2p.kad.wire.KadMessage;
import dev.granary.libp2p.kad.wire.KadPeer;
import dev.granary.libp2p.loop.Loop;
import dev.granary.libp2p.multiformats.PeerId;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Performs the steps of one walk. Confined to the host's loop. */
final class LookupRun {
    /** A seed is useful when it answers within so many times what the fastest took. */
    private static final int USEFUL_WITHIN = 2;

    private final Node node;
    private final Walk walk;
    private final KadKey target;
    private final KadMessage question;
    private final Visitor visitor;
    private final Consumer<Walk> done;
    private final long begin;
    private final Set<PeerId> seeds = new HashSet<>();
    private Loop.@Nullable Timer timer;
    private long timerAt;
    private long fastest = Long.MAX_VALUE;
    private boolean advancing;
    private boolean stopped;
    private boolean over;

    /** Sees what a walk brings. */
    interface Visitor {
        /** Does nothing. */
        Visitor NONE = (from, answer, walk) -> false;

        /** {@code from} has answered; says whether the walk can end. */
        boolean answered(KadPeer from, KadMessage answer, Walk walk);
    }

    /** @param done called once, when the walk is over */
    LookupRun(Node node, Walk walk, KadMessage question, Visitor visitor, Consumer<Walk> done) {
        this.node = node;
        this.walk = walk;
        this.target = KadKey.of(question.key().toByteArray());
        this.question = question;
        this.visitor = visitor;
        this.done = done;
        this.begin = node.now();
        walk.nearestHeard().forEach(seed -> seeds.add(seed.id()));
    }

    /** Performs what is to be done now. */
    void advance() {
        if (advancing || over) {
            return;
        }
        advancing = true;
        while (!over) {
            switch (walk.next(node.now(), node.messenger().patience())) {
                case LookupStep.Ask(KadPeer peer) -> ask(peer);
                case LookupStep.Await(long until) -> {
                    waitUntil(until);
                    advancing = false;
                    return;
                }
                case LookupStep.Finished() -> finish();
            }
        }
        advancing = false;
    }

    private void ask(KadPeer peer) {
        long asked = node.now();
        node.messenger().ask(peer, question, new Reply() {
            @Override
            public void answered(KadMessage answer, long group) {
                LookupRun.this.answered(peer, answer, group, node.now() - asked);
            }

            @Override
            public void failed(P2pException why) {
                node.members().failed(peer.id(), why);
                walk.failed(peer.id());
                advance();
            }
        });
    }

    private void answered(KadPeer peer, KadMessage answer, long group, long took) {
        node.members().answered(peer, group, !answer.closer().isEmpty());
        if (seeds.contains(peer.id())) {
            fastest = Math.min(fastest, took);
            if (took <= fastest * USEFUL_WITHIN) {
                node.members().table().used(peer.id());
            }
        }
        if (over) {
            return;
        }
        walk.answered(
                peer.id(),
                group,
                node.settings().filter().believed(answer.closer(), node.host().peerId()));
        if (visitor.answered(peer, answer, walk)) {
            stopped = true;
            walk.stop();
        }
        advance();
    }

    private void waitUntil(long until) {
        if (timer != null && timerAt == until) {
            return;
        }
        cancelTimer();
        timerAt = until;
        timer = node.host().loop().schedule(Duration.ofNanos(Math.max(1, until - node.now())), () -> {
            timer = null;
            advance();
        });
    }

    private void cancelTimer() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    private void finish() {
        over = true;
        cancelTimer();
        var found = walk.nearestAnswered();
        if (!stopped) {
            node.size().found(target, found, node.now());
        }
        node.settings()
                .observer()
                .lookedUp(
                        question.type(), walk.hops(), walk.asked(), found.size(), Duration.ofNanos(node.now() - begin));
        done.accept(walk);
    }
}
