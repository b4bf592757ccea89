package dev.granary.libp2p.pubsub.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.granary.libp2p.identity.PrivateKey;
import dev.granary.libp2p.multiformats.PeerId;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class PeerScoresTest {
    private static final String TOPIC = "t";
    private static final Offset<Double> NEARLY = within(1e-6);
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final PeerScores scores = new PeerScores(ScoreSettings.STANDARD, topic -> TopicScoreSettings.STANDARD, 0);

    private static PeerId peer(int number) {
        byte[] seed = new byte[32];
        seed[0] = (byte) number;
        return PrivateKey.ofEd25519Seed(seed).publicKey().peerId();
    }

    private Standing arrive(int number) {
        return scores.arrive(peer(number), Optional.empty());
    }

    private Standing arrive(int number, String ip) {
        return scores.arrive(peer(number), Optional.of(InetAddress.ofLiteral(ip)));
    }

    @Test
    void timeInTheMeshIsWorthALittle() {
        // Given
        Standing standing = arrive(1);
        scores.grafted(standing, TOPIC, 0);

        // When
        scores.refresh(100 * SECOND);

        // Then
        assertThat(scores.score(standing)).isEqualTo(0.1 * 100 * 0.0002778, NEARLY);
        scores.pruned(standing, TOPIC);
        assertThat(scores.score(standing)).isZero();
    }

    @Test
    void whoIsGraftedBetweenTwoTicksIsNotWorthLessThanNothing() {
        // Given
        Standing standing = arrive(1);
        scores.grafted(standing, TOPIC, SECOND + SECOND / 2);

        // When
        scores.refresh(SECOND + SECOND * 3 / 4);

        // Then
        assertThat(scores.score(standing)).isZero();
    }

    @Test
    void firstDeliveriesCountUpToACapAndFade() {
        // Given
        Standing standing = arrive(1);
        for (int i = 0; i < 150; i++) {
            scores.deliveredFirst(standing, TOPIC);
        }
        double before = scores.score(standing);

        // When
        scores.refresh(1800 * SECOND);

        // Then
        assertThat(before).isEqualTo(0.1 * 0.5 * 100, NEARLY);
        assertThat(scores.score(standing)).isEqualTo(before * 0.1, within(1e-3));
    }

    @Test
    void invalidMessagesCountBySquareUntilTheyAreForgotten() {
        // Given
        Standing standing = arrive(1);

        // When
        for (int i = 0; i < 5; i++) {
            scores.broughtInvalid(standing, TOPIC);
        }

        // Then
        assertThat(scores.score(standing)).isEqualTo(-2500, NEARLY);
        scores.refresh(2 * 3600 * SECOND);
        assertThat(scores.score(standing)).isZero();
    }

    @Test
    void whoIsExpectedToDeliverAndDoesNotPaysInTheMeshAndAfterIt() {
        // Given
        TopicScoreSettings expecting = TopicScoreSettings.STANDARD.expecting(new TopicScoreSettings.MeshDeliveries(
                new Rate(-1, Duration.ofHours(1), 100),
                10,
                Duration.ofMillis(10),
                Duration.ofSeconds(5),
                -1,
                Duration.ofHours(1)));
        PeerScores strict = new PeerScores(ScoreSettings.STANDARD, topic -> expecting, 0);
        Standing lazy = strict.arrive(peer(1), Optional.empty());
        strict.grafted(lazy, TOPIC, 0);

        // When
        strict.refresh(4 * SECOND);
        double early = strict.score(lazy);
        strict.refresh(6 * SECOND);
        double late = strict.score(lazy);
        strict.pruned(lazy, TOPIC);

        // Then
        assertThat(early).isPositive();
        assertThat(late).isEqualTo(-0.1 * 100, within(0.01));
        assertThat(strict.score(lazy)).isEqualTo(-0.1 * 100, within(0.01));
    }

    @Test
    void manyPeersOfOneAddressPayForEachOther() {
        // Given
        List<Standing> all = new ArrayList<>();
        for (int i = 1; i <= 5; i++) {
            all.add(arrive(i, "11.0.0.1"));
        }
        Standing elsewhere = arrive(9, "11.0.0.2");
        double few = scores.score(all.getFirst());

        // When
        all.add(arrive(6, "11.0.0.1"));
        all.add(arrive(7, "11.0.0.1"));

        // Then
        assertThat(few).isZero();
        assertThat(all).allMatch(one -> scores.score(one) == -400);
        assertThat(scores.score(elsewhere)).isZero();
        scores.leave(all.get(6), 0);
        scores.leave(all.get(5), 0);
        assertThat(scores.score(all.getFirst())).isZero();
    }

    @Test
    void onLoopbackAnyNumberOfPeersIsFine() {
        // When
        List<Standing> all = new ArrayList<>();
        for (int i = 1; i <= 50; i++) {
            all.add(arrive(i, "127.0.0.1"));
        }

        // Then
        assertThat(all).allMatch(one -> scores.score(one) == 0);
    }

    @Test
    void someBreachesAreForgivenMoreAreNot() {
        // Given
        Standing standing = arrive(1);

        // When
        scores.breached(standing, 6);
        double forgiven = scores.score(standing);
        scores.breached(standing, 4);

        // Then
        assertThat(forgiven).isZero();
        assertThat(scores.score(standing)).isEqualTo(-160, NEARLY);
    }

    @Test
    void aBadScoreOutlivesTheConnectionAndAGoodOneDoesNot() {
        // Given
        Standing bad = arrive(1);
        scores.broughtInvalid(bad, TOPIC);
        Standing good = arrive(2);
        scores.deliveredFirst(good, TOPIC);

        // When
        scores.leave(bad, 0);
        scores.leave(good, 0);
        scores.refresh(3600 * SECOND);

        // Then
        assertThat(scores.score(arrive(1))).isEqualTo(-100, NEARLY);
        assertThat(scores.score(arrive(2))).isZero();
    }

    @Test
    void aBadScoreIsForgottenInTheEnd() {
        // Given
        Standing bad = arrive(1);
        scores.broughtInvalid(bad, TOPIC);
        scores.leave(bad, 0);

        // When
        scores.refresh(Duration.ofHours(7).toNanos());

        // Then
        assertThat(scores.score(arrive(1))).isZero();
    }

    @Test
    void noMoreScoresAreKeptThanAgreed() {
        // Given
        ScoreSettings usual = ScoreSettings.STANDARD;
        PeerScores few = new PeerScores(
                new ScoreSettings(
                        usual.thresholds(),
                        usual.topicCap(),
                        usual.application(),
                        usual.colocation(),
                        usual.behaviour(),
                        usual.tick(),
                        usual.retention(),
                        2),
                topic -> TopicScoreSettings.STANDARD,
                0);

        // When
        for (int i = 1; i <= 3; i++) {
            Standing bad = few.arrive(peer(i), Optional.empty());
            few.broughtInvalid(bad, TOPIC);
            few.leave(bad, i);
        }

        // Then
        assertThat(few.score(few.arrive(peer(1), Optional.empty()))).isZero();
        assertThat(few.score(few.arrive(peer(3), Optional.empty()))).isNegative();
    }
}
