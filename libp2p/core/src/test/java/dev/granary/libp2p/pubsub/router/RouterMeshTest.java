package dev.granary.libp2p.pubsub.router;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.granary.libp2p.identity.PeerRecord;
import dev.granary.libp2p.multiformats.Multiaddr;
import dev.granary.libp2p.multiformats.PeerId;
import dev.granary.libp2p.pubsub.score.ScoreSettings;
import dev.granary.libp2p.pubsub.wire.Prune;
import dev.granary.libp2p.pubsub.wire.Rpc;
import dev.granary.libp2p.pubsub.wire.SubscriptionChange;
import dev.granary.libp2p.pubsub.wire.Version;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RouterMeshTest {
    private static final String TOPIC = RouterBench.TOPIC;

    private RouterBench bench = new RouterBench();

    private static ByteString bytes(PeerId peer) {
        return ByteString.copyFrom(peer.bytes());
    }

    @Test
    void joiningGraftsAsManyAsWanted() {
        // Given
        bench.subscribers(20);

        // When
        bench.join();

        // Then
        assertThat(bench.mesh()).hasSize(6);
        long grafted = IntStream.rangeClosed(1, 20)
                .filter(peer -> !bench.heard(peer).control().grafts().isEmpty())
                .count();
        assertThat(grafted).isEqualTo(6);
    }

    @Test
    void whoComesIsToldWhatWeSubscribedTo() {
        // Given
        bench.join();

        // When
        bench.subscriber(1);

        // Then
        assertThat(bench.heard(1).subscriptions()).containsExactly(new SubscriptionChange(true, TOPIC));
    }

    @Test
    void aMeshThatGrewTooLargeIsCutAndKeepsThoseThatWeDialled() {
        // Given
        bench.join();
        bench.subscribers(3);
        for (int peer = 4; peer <= 15; peer++) {
            bench.peer(peer, Version.MESHSUB_1_2, peer == 4);
            bench.subscribe(peer);
            bench.graft(peer);
        }
        bench.beats(1);
        IntStream.rangeClosed(1, 3).forEach(bench::graft);
        assertThat(bench.mesh()).hasSize(15);

        // When
        bench.beats(1);

        // Then
        assertThat(bench.mesh()).hasSize(6);
        assertThat(bench.mesh().stream()
                        .filter(List.of(1, 2, 3, 4).stream()
                                .map(RouterBench::id)
                                .toList()::contains))
                .hasSizeGreaterThanOrEqualTo(2);
    }

    @Test
    void aFullMeshTakesInNobodyThatWeDidNotDial() {
        // Given
        bench.join();
        for (int peer = 1; peer <= 13; peer++) {
            bench.peer(peer, Version.MESHSUB_1_2, false);
            bench.subscribe(peer);
            bench.graft(peer);
        }
        bench.peer(14, Version.MESHSUB_1_2, true);

        // When
        bench.graft(14);

        // Then
        assertThat(bench.mesh()).hasSize(13).contains(RouterBench.id(14)).doesNotContain(RouterBench.id(13));
        assertThat(bench.heard(13).control().prunes()).hasSize(1);
    }

    @Test
    void whoWasPrunedIsGraftedAgainOnlyWellAfterItsBackOff() {
        // Given
        bench.join();
        bench.subscriber(1);
        bench.beats(1);
        bench.prune(1, new Prune(TOPIC, List.of(), OptionalLong.of(20)));
        assertThat(bench.mesh()).isEmpty();

        // When
        bench.beats(20);
        List<PeerId> tooEarly = bench.mesh();
        bench.beats(3);

        // Then
        assertThat(tooEarly).isEmpty();
        assertThat(bench.mesh()).containsExactly(RouterBench.id(1));
    }

    @Test
    void peersThatOthersNameAreDialledWhenTheNamerIsTrustedAndTheNamedHasSigned() {
        // Given
        ScoreSettings trusting =
                ScoreSettings.STANDARD.withApplication(peer -> peer.equals(RouterBench.id(1)) ? 2000 : 0);
        bench = new RouterBench(RouterSettings.STANDARD.withScores(trusting));
        bench.join();
        bench.subscribers(2);
        Multiaddr address = Multiaddr.parse("/ip4/11.0.0.1/tcp/1");
        ByteString signed = ByteString.copyFrom(new PeerRecord(RouterBench.id(7), 1, List.of(address))
                .seal(RouterBench.key(7))
                .encode());
        Prune.Other good = new Prune.Other(bytes(RouterBench.id(7)), signed);
        Prune.Other bare = new Prune.Other(bytes(RouterBench.id(8)), ByteString.EMPTY);
        Prune.Other foreign = new Prune.Other(bytes(RouterBench.id(9)), signed);

        // When
        bench.prune(2, new Prune(TOPIC, List.of(good), OptionalLong.of(60)));
        List<PeerId> byAnyone = List.copyOf(bench.dialled);
        bench.prune(1, new Prune(TOPIC, List.of(bare, foreign, good), OptionalLong.of(60)));

        // Then
        assertThat(byAnyone).isEmpty();
        assertThat(bench.dialled).containsExactly(RouterBench.id(7));
        assertThat(bench.refusals)
                .containsExactly(Refusal.UNTRUSTED_EXCHANGE, Refusal.UNTRUSTED_EXCHANGE, Refusal.UNTRUSTED_EXCHANGE);
    }

    @Test
    void whoIsPrunedFromAFullMeshIsToldOfOthersIfWeMay() {
        // Given
        bench = new RouterBench(RouterSettings.STANDARD.withMesh(MeshSettings.STANDARD.exchanging()));
        bench.certificates.put(RouterBench.id(2), ByteString.copyFromUtf8("signed by two"));
        bench.join();
        for (int peer = 1; peer <= 13; peer++) {
            bench.peer(peer, Version.MESHSUB_1_2, false);
            bench.subscribe(peer);
            bench.graft(peer);
        }

        // When
        List<Prune.Other> others = bench.heard(13).control().prunes().getFirst().others();

        // Then
        assertThat(others)
                .containsExactly(new Prune.Other(bytes(RouterBench.id(2)), ByteString.copyFromUtf8("signed by two")));
    }

    @Test
    void aPoorMeshIsMadeBetter() {
        // Given
        ScoreSettings opinion = ScoreSettings.STANDARD.withApplication(
                peer -> IntStream.rangeClosed(1, 6).mapToObj(RouterBench::id).anyMatch(peer::equals) ? 1 : 9);
        bench = new RouterBench(RouterSettings.STANDARD.withScores(opinion));
        bench.subscribers(6);
        bench.join();
        IntStream.rangeClosed(7, 10).forEach(bench::subscriber);

        // When
        bench.beats(61);

        // Then
        assertThat(bench.mesh()).hasSize(8);
    }

    @Test
    void aPeerWithABadScoreIsOutOfTheMeshAndNotHeard() {
        // Given
        bench.subscribers(2);
        bench.join();
        bench.judgement = candidate -> Verdict.REJECT;

        // When
        for (int i = 0; i < 6; i++) {
            bench.bring(1, "bad " + i);
        }
        bench.judgement = candidate -> Verdict.ACCEPT;
        bench.beats(1);
        bench.bring(1, "good");

        // Then
        assertThat(bench.mesh()).containsExactly(RouterBench.id(2));
        assertThat(bench.delivered).isEmpty();
        assertThat(bench.refusals).endsWith(Refusal.GRAYLISTED);
    }

    @Test
    void afterItsStreamWasLostAPeerIsToldAllAgainAndGraftedAnew() {
        // Given
        bench.subscriber(1);
        bench.join();
        bench.heard(1);

        // When
        bench.router.restart(RouterBench.id(1));
        List<PeerId> mesh = bench.mesh();
        bench.beats(1);

        // Then
        assertThat(mesh).isEmpty();
        Rpc heard = bench.heard(1);
        assertThat(heard.subscriptions()).hasSize(1);
        assertThat(heard.control().grafts()).containsExactly(TOPIC);
    }

    @Test
    void partingTellsEverybodyAndAsksTheMeshNotToComeBackAtOnce() {
        // Given
        bench.subscriber(1);
        bench.join();
        bench.heard(1);

        // When
        bench.router.part(TOPIC, bench.now());

        // Then
        Rpc heard = bench.heard(1);
        assertThat(heard.subscriptions()).containsExactly(new SubscriptionChange(false, TOPIC));
        assertThat(heard.control().prunes()).containsExactly(new Prune(TOPIC, List.of(), OptionalLong.of(10)));
        assertThat(bench.router.topics()).isEmpty();
    }
}
