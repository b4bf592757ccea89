package dev.granary.libp2p.limits;

import dev.granary.libp2p.multiformats.PeerId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which connections go when there are too many: those of the peers that matter least, the youngest first, never those of
 * protected peers nor those that had no time yet to show what they are for. Confined to one loop.
 */
public final class Retention {
    private static final int MOST_CREDITED = 4096;

    private final Settings settings;
    private final Map<PeerId, Map<String, Integer>> tags = new HashMap<>();
    /** The longest without a credit first. */
    private final Map<PeerId, Map<String, Credit>> credits = new LinkedHashMap<>();

    private final Map<PeerId, Set<String>> protections = new HashMap<>();

    public Retention(Settings settings) {
        this.settings = settings;
    }

    /**
     * When to close how many.
     *
     * @param low what is left after a trim
     * @param high above which connections are trimmed
     * @param grace a new connection's safe time
     */
    public record Settings(int low, int high, Duration grace) {
        public static final Settings STANDARD = new Settings(160, 192, Duration.ofSeconds(20));

        public Settings {
            if (low < 1 || high < low || grace.isNegative()) {
                throw new IllegalArgumentException("need 1 <= low <= high and no negative grace");
            }
        }
    }

    /** A connection that may have to go. */
    public record Candidate<C>(C connection, PeerId peer, Instant openedAt, int streams) {}

    /** Makes {@code peer} worth {@code value} for the reason {@code tag}; 0 takes the reason away. */
    public void tag(PeerId peer, String tag, int value) {
        Map<String, Integer> values = tags.computeIfAbsent(peer, key -> new HashMap<>());
        values.put(tag, value);
        values.values().removeIf(worth -> worth == 0);
        if (values.isEmpty()) {
            tags.remove(peer);
        }
    }

    /** What was earned, as of a moment. */
    private record Credit(double worth, Instant at, Duration halfLife) {
        private double worthAt(Instant now) {
            double halvings = (double) Duration.between(at, now).toMillis() / halfLife.toMillis();
            return worth * Math.pow(2, -Math.max(0, halvings));
        }
    }

    /**
     * Makes {@code peer} worth {@code value} more for the reason {@code tag}; of what has come together half is left after each
     * {@code halfLife}.
     */
    public void credit(PeerId peer, String tag, int value, Duration halfLife, Instant now) {
        if (halfLife.toMillis() < 1) {
            throw new IllegalArgumentException("a half-life is at least a millisecond, not " + halfLife);
        }
        Map<String, Credit> all = credits.remove(peer);
        if (all == null) {
            all = new HashMap<>();
        }
        Credit before = all.get(tag);
        all.put(tag, new Credit((before == null ? 0 : before.worthAt(now)) + value, now, halfLife));
        credits.put(peer, all);
        if (credits.size() > MOST_CREDITED) {
            credits.remove(credits.keySet().iterator().next());
        }
    }

    /** Keeps {@code peer} until each reason was taken back. */
    public void protect(PeerId peer, String reason) {
        protections.computeIfAbsent(peer, key -> new HashSet<>()).add(reason);
    }

    public void unprotect(PeerId peer, String reason) {
        protections.computeIfPresent(peer, (key, reasons) -> {
            reasons.remove(reason);
            return reasons.isEmpty() ? null : reasons;
        });
    }

    /** What to close now of all connections. */
    public <C> List<C> surplus(Collection<Candidate<C>> all, Instant now) {
        if (all.size() <= settings.high()) {
            return List.of();
        }
        List<Candidate<C>> expendable = new ArrayList<>(all);
        expendable.removeIf(candidate -> protections.containsKey(candidate.peer())
                || candidate.openedAt().plus(settings.grace()).isAfter(now));
        Map<PeerId, Double> worth = new HashMap<>();
        expendable.forEach(candidate -> worth.computeIfAbsent(candidate.peer(), peer -> worth(peer, now)));
        expendable.sort(Comparator.<Candidate<C>>comparingDouble(candidate -> worth.getOrDefault(candidate.peer(), 0.0))
                .thenComparingInt(Candidate::streams)
                .thenComparing(Candidate::openedAt, Comparator.reverseOrder()));
        return expendable.stream()
                .limit(all.size() - settings.low())
                .map(Candidate::connection)
                .toList();
    }

    private double worth(PeerId peer, Instant now) {
        int tagged = tags.getOrDefault(peer, Map.of()).values().stream()
                .mapToInt(Integer::intValue)
                .sum();
        double earned = credits.getOrDefault(peer, Map.of()).values().stream()
                .mapToDouble(credit -> credit.worthAt(now))
                .sum();
        return tagged + earned;
    }
}
