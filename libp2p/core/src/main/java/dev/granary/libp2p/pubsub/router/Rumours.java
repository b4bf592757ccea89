package dev.granary.libp2p.pubsub.router;

import com.google.protobuf.ByteString;
import dev.granary.libp2p.pubsub.wire.Control;
import dev.granary.libp2p.pubsub.wire.Offer;
import dev.granary.libp2p.pubsub.wire.Piece;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/** IHAVE, IWANT and IDONTWANT: what peers tell each other about messages. */
final class Rumours {
    private static final long UNWANTED_BEATS = 3;

    private final RumourSettings settings;
    private final double gossipFrom;
    private final Roster roster;
    private final MessageCache cache;
    private final RandomGenerator random;
    private final Requests requests;

    Rumours(RouterSettings settings, Roster roster, MessageCache cache, RandomGenerator random) {
        this.settings = settings.rumours();
        this.gossipFrom = settings.scores().thresholds().gossip();
        this.roster = roster;
        this.cache = cache;
        this.random = random;
        this.requests = new Requests(this.settings.promise().toNanos());
    }

    /** Tells some peers outside the mesh, or outside the fanout, what there was. */
    void offer(TopicState topic) {
        List<ByteString> ids = cache.offered(topic.name());
        if (ids.isEmpty()) {
            return;
        }
        Set<PeerState> inside = topic.isJoined() ? topic.mesh() : topic.fanout();
        List<PeerState> outside = new ArrayList<>();
        for (PeerState peer : topic.subscribers()) {
            if (!inside.contains(peer) && !peer.isAlwaysSentTo() && roster.score(peer) >= gossipFrom) {
                outside.add(peer);
            }
        }
        int count = Math.max(settings.lazy(), (int) (outside.size() * settings.factor()));
        for (PeerState peer : Chance.cut(outside, count, random)) {
            List<ByteString> some = Chance.cut(new ArrayList<>(ids), settings.offeredIds(), random);
            Piece.of(new Offer(topic.name(), some)).forEach(peer::send);
        }
    }

    /** Asks {@code peer} for what it offers and {@code isNew}. */
    void offered(PeerState peer, List<Offer> offers, Predicate<ByteString> isNew, long now) {
        if (roster.score(peer) < gossipFrom) {
            return;
        }
        Set<ByteString> wanted = new LinkedHashSet<>();
        for (Offer offer : offers) {
            if (peer.countOffer() > settings.offers()) {
                roster.refuse(peer, Refusal.TOO_MANY_OFFERS);
                break;
            }
            if (roster.joined(offer.topic()) != null) {
                offer.ids().stream().filter(isNew).filter(requests::admits).forEach(wanted::add);
            }
        }
        if (!wanted.isEmpty()) {
            ask(peer, new ArrayList<>(wanted), now);
        }
    }

    private void ask(PeerState peer, List<ByteString> wanted, long now) {
        int room = settings.offeredIds() - peer.asked();
        if (wanted.size() > room) {
            roster.refuse(peer, Refusal.TOO_MANY_OFFERS);
        }
        List<ByteString> asked = Chance.cut(wanted, room, random);
        if (asked.isEmpty()) {
            return;
        }
        peer.countAsked(asked.size());
        asked.forEach(id -> requests.ask(id, now));
        requests.promise(asked.getFirst(), peer);
        Piece.wanted(asked).forEach(peer::send);
    }

    /** Sends {@code peer} what it wants. */
    void wanted(PeerState peer, List<ByteString> ids) {
        if (roster.score(peer) < gossipFrom) {
            return;
        }
        for (ByteString id : ids) {
            if (peer.countRequested() > settings.offeredIds()) {
                roster.refuse(peer, Refusal.TOO_MANY_REQUESTS);
                return;
            }
            MessageCache.Kept kept = cache.find(id);
            if (kept != null && kept.countSent(peer) <= settings.repetitions()) {
                peer.send(kept.piece());
            } else if (kept != null) {
                roster.refuse(peer, Refusal.TOO_MANY_REQUESTS);
            }
        }
    }

    /** {@code peer} has these messages already. */
    void unwanted(PeerState peer, Control control, long beat) {
        for (ByteString id : control.unwanted()) {
            if (!peer.refuse(id, beat, settings.dontWantIds())) {
                roster.refuse(peer, Refusal.TOO_MANY_UNWANTED);
                return;
            }
        }
    }

    /** {@code candidate} is here: others in the mesh need not send it, too. */
    void tellUnwanted(Candidate candidate) {
        if (candidate.message().data().size() < settings.dontWantBytes()) {
            return;
        }
        List<Piece> pieces = List.of();
        for (PeerState peer : candidate.topic().mesh()) {
            if (peer.version().knowsDontWant() && !candidate.sources().contains(peer)) {
                pieces = pieces.isEmpty() ? Piece.unwanted(List.of(candidate.id())) : pieces;
                pieces.forEach(peer::send);
            }
        }
    }

    /** A message has come. */
    void fulfilled(ByteString id) {
        requests.fulfilled(id);
    }

    void beat(long beat, long now) {
        for (PeerState peer : requests.broken(now)) {
            roster.refuse(peer, Refusal.BROKEN_PROMISE);
        }
        for (PeerState peer : roster.peers()) {
            peer.beat(beat - UNWANTED_BEATS);
        }
    }

    int asked() {
        return requests.size();
    }
}
