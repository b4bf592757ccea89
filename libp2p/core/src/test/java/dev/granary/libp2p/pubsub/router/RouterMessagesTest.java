package dev.granary.libp2p.pubsub.router;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.granary.libp2p.multiformats.PeerId;
import dev.granary.libp2p.pubsub.wire.Control;
import dev.granary.libp2p.pubsub.wire.Offer;
import dev.granary.libp2p.pubsub.wire.Rpc;
import dev.granary.libp2p.pubsub.wire.Version;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RouterMessagesTest {
    private static final String TOPIC = RouterBench.TOPIC;

    private RouterBench bench = new RouterBench();

    @Test
    void peersInTheMeshGetMessagesOthersHearOfThem() {
        // Given
        bench.subscribers(20);
        bench.join();

        // When
        bench.bring(1, "news");
        bench.beats(1);

        // Then
        List<PeerId> mesh = bench.mesh();
        int offered = 0;
        for (int peer = 2; peer <= 20; peer++) {
            Rpc heard = bench.heard(peer);
            boolean inside = mesh.contains(RouterBench.id(peer));
            assertThat(heard.messages()).hasSize(inside ? 1 : 0);
            assertThat(inside && !heard.control().offers().isEmpty()).isFalse();
            offered += heard.control().offers().size();
        }
        assertThat(offered).isBetween(5, 6);
        assertThat(bench.heard(1).messages()).isEmpty();
    }

    @Test
    void whatIsOfferedIsAskedForAndWhatIsAskedForIsSent() {
        // Given
        bench.join();
        bench.subscribers(2);
        ByteString id = bench.idOf("wanted");
        bench.heard(1);

        // When
        bench.control(1, offer(id));
        List<ByteString> asked = bench.heard(1).control().wanted();
        bench.bring(1, "wanted");
        bench.heard(2);
        bench.control(2, new Control(List.of(), List.of(id), List.of(), List.of(), List.of()));

        // Then
        assertThat(asked).containsExactly(id);
        assertThat(bench.texts(2)).containsExactly("wanted");
        bench.beats(5);
        assertThat(bench.refusals).isEmpty();
    }

    private static Control offer(ByteString id) {
        return new Control(List.of(new Offer(TOPIC, List.of(id))), List.of(), List.of(), List.of(), List.of());
    }

    @Test
    void whoOffersAndDoesNotDeliverIsToBlame() {
        // Given
        bench.join();
        bench.subscriber(1);

        // When
        bench.control(1, offer(bench.idOf("never")));
        bench.beats(4);

        // Then
        assertThat(bench.refusals).containsExactly(Refusal.BROKEN_PROMISE);
        assertThat(bench.router.remembered()).isZero();
    }

    @Test
    void whoOnlyPromisesKeepsNoMessageAway() {
        // Given
        bench.join();
        bench.subscribers(4);
        IntStream.rangeClosed(1, 4).forEach(bench::heard);

        // When
        IntStream.rangeClosed(1, 4).forEach(peer -> bench.control(peer, offer(bench.idOf("x"))));

        // Then
        assertThat(IntStream.rangeClosed(1, 4)
                        .mapToObj(peer -> bench.heard(peer).control().wanted().size()))
                .containsExactly(1, 1, 1, 0);
    }

    @Test
    void aLongMessageIsAnnouncedAsUnwantedOnceItIsKnownToBeGoodAndIsNotSentToThoseWhoHaveIt() {
        // Given
        bench.subscribers(4);
        bench.join();
        IntStream.rangeClosed(1, 4).forEach(bench::heard);
        String text = "x".repeat(2000);
        ByteString id = bench.idOf(text);
        bench.control(2, new Control(List.of(), List.of(), List.of(), List.of(), List.of(id)));

        // When
        bench.bring(1, text);

        // Then
        assertThat(bench.heard(1).control().unwanted()).isEmpty();
        Rpc second = bench.heard(2);
        assertThat(second.messages()).isEmpty();
        Rpc third = bench.heard(3);
        assertThat(third.control().unwanted()).containsExactly(id);
        assertThat(third.messages()).hasSize(1);
    }

    @Test
    void ourOwnMessagesGoToAllWhoSubscribed() {
        // Given
        bench.subscribers(20);
        bench.join();

        // When
        bench.publish("mine");

        // Then
        for (int peer = 1; peer <= 20; peer++) {
            assertThat(bench.texts(peer)).containsExactly("mine");
        }
    }

    @Test
    void withoutFloodingOurMessagesGoToTheMeshOrTheFanout() {
        // Given
        bench = new RouterBench(RouterSettings.STANDARD.withFloodPublish(false));
        bench.subscribers(20);

        // When
        bench.publish("first");
        bench.publish("second");

        // Then
        List<List<String>> texts =
                IntStream.rangeClosed(1, 20).mapToObj(bench::texts).toList();
        assertThat(texts.stream().filter(heard -> !heard.isEmpty()))
                .hasSize(6)
                .containsOnly(List.of("first", "second"));
        bench.beats(70);
        assertThat(bench.router.mesh(TOPIC)).isEmpty();
    }

    @Test
    void directPeersGetEverythingAndAreInNoMesh() {
        // Given
        bench = new RouterBench(RouterSettings.STANDARD.withDirect(Set.of(RouterBench.id(1), RouterBench.id(9))));
        bench.subscribers(2);
        bench.join();
        bench.beats(1);

        // When
        bench.bring(2, "news");
        bench.graft(1);

        // Then
        assertThat(bench.mesh()).containsExactly(RouterBench.id(2));
        Rpc heard = bench.heard(1);
        assertThat(heard.messages()).hasSize(1);
        assertThat(heard.control().prunes()).hasSize(1);
        assertThat(bench.dialled).containsExactly(RouterBench.id(9));
    }

    @Test
    void floodsubPeersGetEverythingAndAreInNoMesh() {
        // Given
        bench.peer(1, Version.FLOODSUB, true);
        bench.subscribe(1);
        bench.subscriber(2);
        bench.join();

        // When
        bench.bring(2, "news");
        bench.beats(1);

        // Then
        assertThat(bench.mesh()).containsExactly(RouterBench.id(2));
        Rpc heard = bench.heard(1);
        assertThat(heard.messages()).hasSize(1);
        assertThat(heard.control()).isEqualTo(Control.NONE);
    }

    @Test
    void whoPassesOnWhatWasRejectedIsToBlameToo() {
        // Given
        bench.subscribers(2);
        bench.join();
        bench.judgement = candidate -> Verdict.REJECT;

        // When
        bench.bring(1, "bad");
        bench.bring(2, "bad");

        // Then
        assertThat(bench.score(2)).isEqualTo(bench.score(1)).isNegative();
    }

    @Test
    void whileThereIsNoRoomPeersThatBringLittleGoodAreGated() {
        // Given
        bench.subscribers(2);
        bench.join();
        bench.judgement = candidate -> Verdict.IGNORE;
        for (int i = 0; i < 200; i++) {
            bench.bring(1, "worthless " + i);
        }
        bench.judgement = candidate -> Verdict.ACCEPT;
        bench.full = true;
        for (int i = 0; i < 200; i++) {
            bench.bring(2, "too much " + i);
        }
        bench.full = false;

        // When
        for (int i = 0; i < 100; i++) {
            bench.bring(1, "gated " + i);
            bench.bring(2, "not gated " + i);
        }

        // Then
        long bad = bench.delivered.stream()
                .filter(one -> one.source().equals(RouterBench.id(1)))
                .count();
        assertThat(bad).isLessThan(50);
        assertThat(bench.delivered.size() - bad).isEqualTo(100);
    }

    @Test
    void whatWeHaveSentIsNoNewsWhenItComesBack() {
        // Given
        bench.subscriber(1);
        bench.join();

        // When
        bench.publish("mine");
        bench.bring(1, "mine");

        // Then
        assertThat(bench.delivered).isEmpty();
        assertThat(bench.refusals).isEmpty();
    }
}
