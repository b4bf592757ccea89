package dev.granary.libp2p.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.granary.libp2p.identity.PrivateKey;
import dev.granary.libp2p.multiformats.PeerId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RetentionTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final Retention retention = new Retention(new Retention.Settings(2, 3, Duration.ofSeconds(20)));
    private final List<Retention.Candidate<String>> open = new ArrayList<>();

    private static PeerId peer(int number) {
        byte[] seed = new byte[32];
        seed[0] = (byte) number;
        return PrivateKey.ofEd25519Seed(seed).publicKey().peerId();
    }

    private void connection(String name, int peer, int ageSeconds, int streams) {
        open.add(new Retention.Candidate<>(name, peer(peer), NOW.minusSeconds(ageSeconds), streams));
    }

    @Test
    void nothingGoesUpToTheHighMark() {
        // Given
        connection("a", 1, 100, 0);
        connection("b", 2, 100, 0);
        connection("c", 3, 100, 0);

        // Then
        assertThat(retention.surplus(open, NOW)).isEmpty();
    }

    @Test
    void aboveItTheLeastWorthAndTheLeastUsedGoDownToTheLowMark() {
        // Given
        connection("worth", 1, 100, 0);
        connection("used", 2, 100, 3);
        connection("idle", 3, 100, 0);
        connection("young", 4, 50, 0);
        retention.tag(peer(1), "kad", 5);

        // Then
        assertThat(retention.surplus(open, NOW)).containsExactly("young", "idle");
    }

    @Test
    void theProtectedAndTheNewStay() {
        // Given
        connection("protected", 1, 100, 0);
        connection("new", 2, 5, 0);
        connection("old", 3, 100, 9);
        connection("older", 4, 200, 9);
        retention.protect(peer(1), "relay");

        // Then
        assertThat(retention.surplus(open, NOW)).containsExactly("old", "older");
    }

    @Test
    void protectionEndsWithItsLastReason() {
        // Given
        retention.protect(peer(1), "relay");
        retention.protect(peer(1), "kad");
        connection("once protected", 1, 100, 0);
        connection("b", 2, 100, 1);
        connection("c", 3, 100, 1);
        connection("d", 4, 100, 1);

        // When
        retention.unprotect(peer(1), "relay");
        List<String> stillProtected = retention.surplus(open, NOW);
        retention.unprotect(peer(1), "kad");

        // Then
        assertThat(stillProtected).doesNotContain("once protected");
        assertThat(retention.surplus(open, NOW)).contains("once protected");
    }

    @Test
    void whatAPeerHasEarnedAddsUpAndIsHalvedAfterEachHalfLife() {
        // Given
        Duration halfLife = Duration.ofMinutes(10);
        retention.credit(peer(1), "answers", 6, halfLife, NOW);
        retention.credit(peer(1), "answers", 6, halfLife, NOW);
        retention.tag(peer(2), "kad", 5);
        connection("earned", 1, 100, 0);
        connection("tagged", 2, 100, 0);
        connection("tagged, too", 2, 100, 0);
        connection("neither", 3, 100, 0);

        // Then: 12 at first, 6 after ten minutes, 3 after twenty
        assertThat(retention.surplus(open, NOW)).containsExactly("neither", "tagged");
        assertThat(retention.surplus(open, NOW.plus(halfLife))).containsExactly("neither", "tagged");
        assertThat(retention.surplus(open, NOW.plus(halfLife.multipliedBy(2)))).containsExactly("neither", "earned");
    }

    @Test
    void aHalfLifeOfNothingIsAMistakeOfTheCaller() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> retention.credit(peer(1), "answers", 1, Duration.ZERO, NOW));
    }
}
