package dev.granary.libp2p.kad.lookup;

import dev.granary.libp2p.kad.keyspace.KadKey;
import dev.granary.libp2p.kad.lookup.Candidate.State;
import dev.granary.libp2p.kad.table.AddressGroup;
import dev.granary.libp2p.kad.wire.KadPeer;
import dev.granary.libp2p.multiformats.PeerId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One walk towards a key. There are no rounds: whenever there is room for a question, the nearest peer that was not asked
 * yet is. Once the nearest few have all answered, the rest of the nearest that are known are asked at once; when these
 * have answered and named nobody nearer, the walk is over.
 */
public final class Lookup implements Walk {
    private final KadKey target;
    private final LookupSettings settings;
    private final long deadline;
    private final Set<PeerId> claimed;
    /** The nearest first. */
    private final List<Candidate> heard = new ArrayList<>();

    private final Map<PeerId, Candidate> byPeer = new HashMap<>();
    private final long[] groups;
    private int inFlight;
    private int asked;
    private boolean stopped;

    /** A walk from {@code seeds}, begun at {@code now}. */
    public Lookup(KadKey target, Collection<KadPeer> seeds, LookupSettings settings, long now) {
        this(target, seeds, settings, now, new HashSet<>());
    }

    /** @param claimed whom any of the paths that share this set has asked */
    Lookup(KadKey target, Collection<KadPeer> seeds, LookupSettings settings, long now, Set<PeerId> claimed) {
        this.target = target;
        this.settings = settings;
        this.deadline = now + settings.deadline().toNanos();
        this.claimed = claimed;
        this.groups = new long[settings.results()];
        seeds.forEach(seed -> hear(seed, 1));
    }

    private void hear(KadPeer peer, int depth) {
        if (byPeer.containsKey(peer.id())) {
            return;
        }
        Candidate candidate = new Candidate(peer, KadKey.of(peer.id()), depth);
        if (heard.size() >= settings.mostHeard() && !makeRoomBefore(candidate)) {
            return;
        }
        heard.add(placeOf(candidate.key()), candidate);
        byPeer.put(peer.id(), candidate);
    }

    private int placeOf(KadKey key) {
        int low = 0;
        int high = heard.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (target.compareDistances(heard.get(middle).key(), key) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Forgets the furthest peer that was not asked, unless {@code candidate} is further away. */
    private boolean makeRoomBefore(Candidate candidate) {
        for (int i = heard.size() - 1; i >= 0; i--) {
            Candidate furthest = heard.get(i);
            if (target.compareDistances(furthest.key(), candidate.key()) < 0) {
                return false;
            }
            if (furthest.is(State.HEARD)) {
                heard.remove(i);
                byPeer.remove(furthest.peer().id());
                return true;
            }
        }
        return false;
    }

    @Override
    public LookupStep next(long now, long patience) {
        if (stopped || now - deadline >= 0) {
            return new LookupStep.Finished();
        }
        List<Candidate> nearest = nearest();
        while (!isDecided(nearest)) {
            Candidate candidate = firstHeard(nearest);
            if (candidate == null || inFlight >= allowed(now, patience)) {
                return awaitOrFinish(nearest, inFlight > 0, now, patience);
            }
            if (claimed.add(candidate.peer().id())) {
                return ask(candidate, now);
            }
            candidate.taken();
            nearest = nearest();
        }
        return rest(nearest, now, patience);
    }

    /** The nearest few have answered: nobody nearer is likely to be found, so all that may be results are asked. */
    private LookupStep rest(List<Candidate> nearest, long now, long patience) {
        boolean waiting = false;
        for (Candidate candidate : nearest) {
            if (candidate.is(State.HEARD)) {
                if (claimed.add(candidate.peer().id())) {
                    return ask(candidate, now);
                }
                candidate.taken();
                return next(now, patience);
            }
            waiting |= candidate.is(State.ASKED);
        }
        return waiting ? new LookupStep.Await(deadline) : new LookupStep.Finished();
    }

    private LookupStep ask(Candidate candidate, long now) {
        candidate.asked(now);
        inFlight++;
        asked++;
        return new LookupStep.Ask(candidate.peer());
    }

    private LookupStep awaitOrFinish(List<Candidate> nearest, boolean waiting, long now, long patience) {
        if (!waiting) {
            return new LookupStep.Finished();
        }
        long until = deadline;
        if (firstHeard(nearest) != null) {
            for (Candidate candidate : heard) {
                long late = candidate.askedAt() + patience;
                if (candidate.is(State.ASKED) && late - now > 0 && late - until < 0) {
                    until = late;
                }
            }
        }
        return new LookupStep.Await(until);
    }

    /** Questions that may be on the way: a late one makes room for another beside it. */
    private int allowed(long now, long patience) {
        int late = 0;
        for (Candidate candidate : heard) {
            late += candidate.is(State.ASKED) && now - candidate.askedAt() >= patience ? 1 : 0;
        }
        return settings.parallel() + Math.min(late, settings.parallel());
    }

    private boolean isDecided(List<Candidate> nearest) {
        int decisive = Math.min(settings.decisive(), nearest.size());
        for (int i = 0; i < decisive; i++) {
            if (!nearest.get(i).is(State.ANSWERED)) {
                return false;
            }
        }
        return decisive > 0;
    }

    private static @Nullable Candidate firstHeard(List<Candidate> nearest) {
        for (Candidate candidate : nearest) {
            if (candidate.is(State.HEARD)) {
                return candidate;
            }
        }
        return null;
    }

    /** The nearest peers within reach, as many as there are to be results, of each address group not more than allowed. */
    private List<Candidate> nearest() {
        List<Candidate> nearest = new ArrayList<>(settings.results());
        for (Candidate candidate : heard) {
            if (!candidate.isOutOfReach() && isAllowedBeside(nearest.size(), candidate.group())) {
                groups[nearest.size()] = candidate.group();
                nearest.add(candidate);
                if (nearest.size() == settings.results()) {
                    break;
                }
            }
        }
        return nearest;
    }

    private boolean isAllowedBeside(int count, long group) {
        if (settings.perGroup() == 0
                || group == AddressGroup.UNKNOWN
                || (group == AddressGroup.LOCAL && settings.localExempt())) {
            return true;
        }
        int same = 0;
        for (int i = 0; i < count; i++) {
            same += groups[i] == group ? 1 : 0;
        }
        return same < settings.perGroup();
    }

    @Override
    public void answered(PeerId peer, long group, List<KadPeer> closer) {
        Candidate candidate = byPeer.get(peer);
        if (candidate == null || !candidate.is(State.ASKED)) {
            return;
        }
        inFlight--;
        candidate.answered(group);
        closer.forEach(named -> hear(named, candidate.depth() + 1));
    }

    @Override
    public void failed(PeerId peer) {
        Candidate candidate = byPeer.get(peer);
        if (candidate != null && candidate.is(State.ASKED)) {
            inFlight--;
            candidate.failed();
        }
    }

    @Override
    public void stop() {
        stopped = true;
    }

    @Override
    public List<KadPeer> nearestAnswered() {
        return results().stream().map(Candidate::peer).toList();
    }

    /** The results so far, as candidates. */
    List<Candidate> results() {
        List<Candidate> results = new ArrayList<>(settings.results());
        for (Candidate candidate : heard) {
            if (results.size() < settings.results()
                    && candidate.is(State.ANSWERED)
                    && isAllowedBeside(results.size(), candidate.group())) {
                groups[results.size()] = candidate.group();
                results.add(candidate);
            }
        }
        return results;
    }

    @Override
    public List<KadPeer> nearestHeard() {
        return nearest().stream().map(Candidate::peer).toList();
    }

    @Override
    public int hops() {
        return results().stream()
                .limit(settings.decisive())
                .mapToInt(Candidate::depth)
                .max()
                .orElse(0);
    }

    @Override
    public int asked() {
        return asked;
    }
}
