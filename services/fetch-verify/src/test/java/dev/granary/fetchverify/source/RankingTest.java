package dev.granary.fetchverify.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.granary.fetchverify.format.UpstreamBase;
import dev.granary.fetchverify.source.Ranking.Standing;
import dev.granary.kernel.Ecosystem;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RankingTest {
    private static final Upstream A = upstream("a");
    private static final Upstream B = upstream("b");
    private static final Upstream C = upstream("c");

    private static Upstream upstream(String name) {
        return new Upstream(new Ecosystem("npm"), name, new UpstreamBase(URI.create("https://" + name + ".example/")));
    }

    @Test
    void withoutScoresTheConfiguredOrderStands() {
        // When / Then
        assertThat(Ranking.rank(List.of(A, B, C), Map.of())).containsExactly(A, B, C);
    }

    @Test
    void aClearlyBetterScoreComesFirst() {
        // When
        List<Upstream> ranked = Ranking.rank(
                List.of(A, B, C), Map.of(A.id(), new Standing(0.45, true), C.id(), new Standing(0.9, true)));

        // Then
        assertThat(ranked).containsExactly(C, A, B);
    }

    @Test
    void nearlyEqualScoresKeepTheConfiguredOrder() {
        // When
        List<Upstream> ranked =
                Ranking.rank(List.of(A, B), Map.of(A.id(), new Standing(0.80, true), B.id(), new Standing(0.88, true)));

        // Then
        assertThat(ranked).containsExactly(A, B);
    }

    @Test
    void whoeverIsNotEligibleIsTheLastResort() {
        // When
        List<Upstream> ranked = Ranking.rank(
                List.of(A, B, C),
                Map.of(
                        A.id(),
                        new Standing(1, false),
                        B.id(),
                        new Standing(0.36, true),
                        C.id(),
                        new Standing(0, false)));

        // Then
        assertThat(ranked).containsExactly(B, A, C);
    }
}
