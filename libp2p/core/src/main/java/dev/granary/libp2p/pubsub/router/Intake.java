package dev.granary.libp2p.pubsub.router;

import com.google.protobuf.ByteString;
import dev.granary.libp2p.multiformats.PeerId;
import dev.granary.libp2p.pubsub.score.PeerGater;
import dev.granary.libp2p.pubsub.score.PeerScores;
import dev.granary.libp2p.pubsub.wire.PubsubMessage;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Messages that come: what is wrong with them, whether we had them, what becomes of them. */
final class Intake {
    private static final int LONGEST_PEER_ID = 64;

    private final ByteString self;
    private final Roster roster;
    private final PeerScores scores;
    private final PeerGater gater;
    private final RouterSink sink;
    private final GossipObserver observer;
    private final SeenCache seen;
    private final Sequences sequences;
    /** What is being checked. Others of the same id with other bytes are checked on their own: one must be forged. */
    private final Map<ByteString, Candidate> checking = new LinkedHashMap<>(0);

    Intake(
            PeerId self,
            RouterSettings.Memory memory,
            Roster roster,
            Judges judges,
            RouterSink sink,
            GossipObserver observer) {
        this.self = ByteString.copyFrom(self.bytes());
        this.roster = roster;
        this.scores = judges.scores();
        this.gater = judges.gater();
        this.sink = sink;
        this.observer = observer;
        this.seen = new SeenCache(memory.seenTtl().toNanos(), memory.seen());
        this.sequences = new Sequences(memory.seenTtl().toNanos(), memory.authors());
    }

    /** What peers are judged by. */
    record Judges(PeerScores scores, PeerGater gater) {}

    /** A message came; what is to be checked of it, unless that went on or ended before. */
    Optional<Candidate> received(PeerState peer, PubsubMessage message, long now) {
        TopicState topic = roster.joined(message.topic());
        if (topic == null) {
            roster.refuse(peer, Refusal.NOT_SUBSCRIBED);
            return Optional.empty();
        }
        Refusal fault = faultOf(message, topic.rules());
        if (fault != null) {
            roster.refuse(peer, topic, fault);
            return Optional.empty();
        }
        ByteString id = topic.rules().ids().of(message);
        if (isDuplicate(peer, message, topic, id, now)) {
            return Optional.empty();
        }
        if (message.from().equals(self)) {
            roster.refuse(peer, topic, Refusal.OWN_AUTHOR);
            return Optional.empty();
        }
        Candidate candidate = new Candidate(message, id, topic, peer);
        checking.putIfAbsent(id, candidate);
        return Optional.of(candidate);
    }

    private static @Nullable Refusal faultOf(PubsubMessage message, TopicRules rules) {
        if (message.data().size() > rules.maximumBytes()) {
            return Refusal.TOO_LARGE;
        }
        if (!rules.signed()) {
            boolean bare = message.signature().isEmpty()
                    && message.key().isEmpty()
                    && message.from().isEmpty()
                    && message.sequence().isEmpty();
            return bare ? null : Refusal.SIGNED;
        }
        if (message.signature().isEmpty()) {
            return Refusal.NOT_SIGNED;
        }
        int author = message.from().size();
        boolean proper =
                author > 0 && author <= LONGEST_PEER_ID && message.sequence().size() == Sequences.SIZE;
        return proper ? null : Refusal.MALFORMED;
    }

    private boolean isDuplicate(PeerState peer, PubsubMessage message, TopicState topic, ByteString id, long now) {
        SeenCache.Sight sight = seen.find(id, now);
        if (sight != null) {
            duplicate(peer, topic, sight, now);
            return true;
        }
        Candidate same = checking.get(id);
        if (same == null || !same.message().equals(message)) {
            return false;
        }
        if (!same.sources().contains(peer)) {
            same.sources().add(peer);
        }
        observer.duplicate(topic.name(), peer.id());
        return true;
    }

    private void duplicate(PeerState peer, TopicState topic, SeenCache.Sight sight, long now) {
        observer.duplicate(topic.name(), peer.id());
        peer.conduct().duplicate();
        if (sight.isRejected()) {
            roster.refuse(peer, topic, Refusal.REJECTED);
        } else if (now - sight.at()
                <= topic.rules().score().meshDeliveries().window().toNanos()) {
            scores.delivered(peer.standing(), topic.name());
        }
    }

    /** Hands {@code candidate} to those who check it. */
    void check(Candidate candidate, long now) {
        if (sink.check(candidate)) {
            gater.validated();
            return;
        }
        checking.remove(candidate.id(), candidate);
        gater.throttled(now);
        roster.refuse(candidate.first(), Refusal.THROTTLED);
    }

    /** Its signature is good, if it needs one: whether there is reason to go on. Only now nobody else can be meant by its id. */
    boolean proven(Candidate candidate, long now) {
        PubsubMessage message = candidate.message();
        if (candidate.isSigned() && !sequences.admits(message.from(), message.sequence(), now)) {
            end(candidate, Refusal.SEQUENCE_WENT_BACK);
            return false;
        }
        if (!seen.add(candidate.id(), now)) {
            checking.remove(candidate.id(), candidate);
            observer.duplicate(candidate.topic().name(), candidate.source());
            return false;
        }
        return true;
    }

    /** Nothing comes of {@code candidate}; whoever brought it is told of. */
    void end(Candidate candidate, Refusal why) {
        checking.remove(candidate.id(), candidate);
        for (PeerState source : candidate.sources()) {
            roster.refuse(source, candidate.topic(), why);
            if (why == Refusal.IGNORED) {
                source.conduct().ignored();
            }
        }
        if (why == Refusal.REJECTED) {
            seen.reject(candidate.id());
        }
    }

    /** {@code candidate} is good. */
    void accept(Candidate candidate, long now) {
        checking.remove(candidate.id(), candidate);
        PubsubMessage message = candidate.message();
        String topic = candidate.topic().name();
        if (candidate.isSigned()) {
            sequences.reached(message.from(), message.sequence(), now);
        }
        PeerState first = candidate.first();
        scores.deliveredFirst(first.standing(), topic);
        first.conduct().delivered();
        candidate.sources().stream().skip(1).forEach(other -> scores.delivered(other.standing(), topic));
        observer.delivered(topic, first.id(), message.data().size());
    }

    /** We have published the message {@code id}: whether that is new. */
    boolean published(ByteString id, long now) {
        return seen.add(id, now);
    }

    boolean isNew(ByteString id, long now) {
        return seen.find(id, now) == null && !checking.containsKey(id);
    }

    void beat(long now) {
        seen.forget(now);
    }

    int remembered() {
        return seen.size() + checking.size() + sequences.size();
    }
}
