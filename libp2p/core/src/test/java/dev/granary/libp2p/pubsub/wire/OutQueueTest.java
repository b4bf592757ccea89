package dev.granary.libp2p.pubsub.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.granary.libp2p.P2pException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OutQueueTest {
    private final OutQueue queue = new OutQueue(new OutQueue.Limits(500, 1000, 3000));

    private static Piece message(Piece.Kind kind, int bytes) {
        return Piece.of(PubsubMessage.unsigned("t", ByteString.copyFrom(new byte[bytes])), kind);
    }

    private static Piece gossip(int bytes) {
        return Piece.wanted(List.of(ByteString.copyFrom(new byte[bytes]))).getFirst();
    }

    private List<Rpc> drain() throws P2pException {
        List<Rpc> rpcs = new ArrayList<>();
        for (Optional<byte[]> next = queue.poll(); next.isPresent(); next = queue.poll()) {
            rpcs.add(Rpc.decode(next.get(), RpcLimits.STANDARD));
        }
        return rpcs;
    }

    @Test
    void aSlowPeerLosesGossipFirst() throws P2pException {
        // Given
        queue.offer(gossip(300));
        queue.offer(message(Piece.Kind.FORWARDED, 300));
        queue.offer(gossip(300));

        // When
        OutQueue.Outcome outcome = queue.offer(message(Piece.Kind.FORWARDED, 500));

        // Then
        assertThat(outcome).isEqualTo(OutQueue.Outcome.DROPPED);
        List<Rpc> sent = drain();
        assertThat(sent.stream().mapToInt(rpc -> rpc.messages().size()).sum()).isEqualTo(2);
        assertThat(sent.stream().mapToInt(rpc -> rpc.control().wanted().size()).sum())
                .isZero();
    }

    @Test
    void messagesOfOthersMakeRoomForOurs() throws P2pException {
        // Given
        queue.offer(message(Piece.Kind.FORWARDED, 900));

        // When
        OutQueue.Outcome first = queue.offer(message(Piece.Kind.PUBLISHED, 901));
        OutQueue.Outcome second = queue.offer(message(Piece.Kind.PUBLISHED, 902));
        OutQueue.Outcome foreign = queue.offer(message(Piece.Kind.FORWARDED, 10));

        // Then
        assertThat(List.of(first, second, foreign))
                .containsExactly(OutQueue.Outcome.DROPPED, OutQueue.Outcome.QUEUED, OutQueue.Outcome.DROPPED);
        assertThat(drain().stream().flatMap(rpc -> rpc.messages().stream()).map(message -> message.data()
                        .size()))
                .containsExactly(901, 902);
    }

    @Test
    void ourOwnAreNeverDroppedSoAPeerThatTakesNothingOverflows() {
        // When
        List<OutQueue.Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            outcomes.add(queue.offer(message(Piece.Kind.PUBLISHED, 900)));
        }

        // Then
        assertThat(outcomes).endsWith(OutQueue.Outcome.OVERFLOW);
        assertThat(outcomes.subList(0, 3)).containsOnly(OutQueue.Outcome.QUEUED);
        assertThat(queue.size()).isLessThanOrEqualTo(3000);
    }

    @Test
    void noRpcHoldsMoreThanTwoHundredSubscriptions() throws P2pException {
        // Given
        OutQueue roomy = new OutQueue(OutQueue.Limits.STANDARD);
        for (int i = 0; i < 450; i++) {
            roomy.offer(Piece.of(new SubscriptionChange(true, "topic " + i)));
        }

        // When
        List<Integer> counts = new ArrayList<>();
        for (Optional<byte[]> next = roomy.poll(); next.isPresent(); next = roomy.poll()) {
            counts.add(
                    Rpc.decode(next.get(), RpcLimits.STANDARD).subscriptions().size());
        }

        // Then
        assertThat(counts).containsExactly(200, 200, 50);
        assertThat(roomy.size()).isZero();
    }

    @Test
    void anRpcIsAsLongAsItsLimitUnlessOneMessageIsLonger() throws P2pException {
        // Given
        queue.offer(message(Piece.Kind.PUBLISHED, 200));
        queue.offer(message(Piece.Kind.PUBLISHED, 200));
        queue.offer(message(Piece.Kind.PUBLISHED, 200));
        queue.offer(message(Piece.Kind.PUBLISHED, 700));

        // Then
        assertThat(drain().stream().map(rpc -> rpc.messages().size())).containsExactly(2, 1, 1);
    }
}
