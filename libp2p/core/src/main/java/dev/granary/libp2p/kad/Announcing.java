package dev.granary.libp2p.kad;

import com.google.protobuf.ByteString;
import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.P2pException;
import dev.granary.libp2p.kad.keyspace.KadKey;
import dev.granary.libp2p.kad.lookup.OptimisticRule;
import dev.granary.libp2p.kad.lookup.Walk;
import dev.granary.libp2p.kad.wire.KadMessage;
import dev.granary.libp2p.kad.wire.KadPeer;
import dev.granary.libp2p.kad.wire.MessageType;
import dev.granary.libp2p.multiformats.PeerId;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Tells the peers nearest to one key that we have what it names. Confined to the host's loop. */
final class Announcing {
    /** The part of the nearest that must have been told before the optimistic way says that it is done. */
    private static final double ENOUGH = 0.75;

    /** In a network of fewer times the peers to be told, a lookup meets nearly all of them anyway. */
    private static final int WORTH_IT = 4;

    private final Node node;
    private final KadKey target;
    private final KadMessage announcement;
    private final Optional<OptimisticRule> rule;
    private final CompletableFuture<Integer> result = new CompletableFuture<>();
    private final Set<PeerId> addressed = new HashSet<>();
    private int told;
    private int pending;
    private boolean walked;

    private Announcing(Node node, ByteString key, KadPeer self) {
        this.node = node;
        this.target = KadKey.of(key.toByteArray());
        this.announcement = KadMessage.addProvider(key, self);
        OptionalDouble peers = node.settings().optimistic() ? node.size().peers(node.now()) : OptionalDouble.empty();
        int results = node.settings().lookup().results();
        this.rule = peers.isPresent() && peers.getAsDouble() > WORTH_IT * results
                ? Optional.of(new OptimisticRule(peers.getAsDouble(), results))
                : Optional.empty();
    }

    /** Completes with the number of peers that were told. */
    static CompletableFuture<Integer> begin(Node node, ByteString key) {
        KadPeer self = node.self();
        if (self.addresses().isEmpty()) {
            return CompletableFuture.failedFuture(
                    new P2pException(P2pError.REFUSED, "Who has no address provides nothing."));
        }
        node.stores().providers().add(key, self, node.time());
        Announcing announcing = new Announcing(node, key, self);
        node.look(MessageType.FIND_NODE, key, (from, answer, walk) -> announcing.isEnough(walk), announcing::walked);
        return announcing.result;
    }

    /** After each answer: tells whoever is surely near enough, and ends the walk when all of them are known. */
    private boolean isEnough(Walk walk) {
        if (rule.isEmpty()) {
            return false;
        }
        List<KadPeer> nearest = walk.nearestHeard();
        for (KadPeer peer : nearest) {
            if (rule.get().isNear(target, KadKey.of(peer.id()))) {
                tell(peer);
            }
        }
        return rule.get().areNear(target, nearest);
    }

    private void walked(Walk over) {
        boolean early = rule.isPresent() && rule.get().areNear(target, over.nearestHeard());
        (early ? over.nearestHeard() : over.nearestAnswered()).forEach(this::tell);
        walked = true;
        settle();
    }

    private void tell(KadPeer peer) {
        if (!addressed.add(peer.id())) {
            return;
        }
        pending++;
        node.messenger().tell(peer, announcement, new Reply() {
            @Override
            public void answered(KadMessage sent, long group) {
                pending--;
                told++;
                settle();
            }

            @Override
            public void failed(P2pException why) {
                pending--;
                settle();
            }
        });
    }

    private void settle() {
        int enough = (int) Math.ceil(ENOUGH * node.settings().lookup().results());
        if (walked && (pending == 0 || (rule.isPresent() && told >= enough))) {
            result.complete(told);
        }
    }
}
