package dev.granary.fetchverify.source;

import dev.granary.kernel.SourceId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * In which order several upstreams of one format are asked.
 *
 * <p>Those that reputation calls eligible come first, the better score before the worse. Scores that differ by less than
 * {@value #HYSTERESIS} are equal, and between equals the order of the configuration stands: noise must not make the
 * mirror jump between upstreams. An upstream that nobody knows yet counts as half good.
 */
public final class Ranking {
    /** What two scores must differ by to matter. */
    static final double HYSTERESIS = 0.1;

    private static final Standing UNKNOWN = new Standing(0.5, true);

    /**
     * What reputation published of a source.
     *
     * @param score 0 to 1
     * @param eligible whether it may be asked first
     */
    public record Standing(double score, boolean eligible) {
        public Standing {
            if (!(score >= 0 && score <= 1)) {
                throw new IllegalArgumentException("a score is from 0 to 1, was " + score);
            }
        }
    }

    private Ranking() {}

    /**
     * Orders {@code configured}; nobody is left out, for the last resort is still better than none.
     *
     * @param configured in the configuration's order
     * @param standings what is known, by {@link Upstream#id()}
     */
    public static List<Upstream> rank(List<Upstream> configured, Map<SourceId, Standing> standings) {
        List<Upstream> ranked = new ArrayList<>(configured.size());
        List<Upstream> left = new ArrayList<>(configured);
        while (!left.isEmpty()) {
            ranked.add(left.remove(first(left, standings)));
        }
        return List.copyOf(ranked);
    }

    /** The first in the configuration's order that nobody left beats clearly. */
    private static int first(List<Upstream> left, Map<SourceId, Standing> standings) {
        double best = left.stream()
                .mapToDouble(upstream -> worth(upstream, standings))
                .max()
                .orElseThrow();
        for (int i = 0; i < left.size(); i++) {
            if (worth(left.get(i), standings) > best - HYSTERESIS) {
                return i;
            }
        }
        throw new IllegalStateException("the best is among them");
    }

    private static double worth(Upstream upstream, Map<SourceId, Standing> standings) {
        Standing standing = standings.getOrDefault(upstream.id(), UNKNOWN);
        return standing.eligible() ? 2 + standing.score() : standing.score();
    }
}
