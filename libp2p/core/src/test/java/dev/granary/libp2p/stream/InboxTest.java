package dev.granary.libp2p.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.testkit.Recorder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class InboxTest {
    private static final Closing.Failed FAILED = new Closing.Failed(P2pError.CLOSED, "gone");

    private int read;
    private final Inbox inbox = new Inbox(bytes -> read += bytes);
    private final Recorder receiver = new Recorder();

    @Test
    void countsWhatTheReceiverReadsNotWhatArrives() {
        // Given
        inbox.start(receiver);
        inbox.pause();

        // When
        offer("abc");
        int whilePaused = read;
        inbox.resume();

        // Then
        assertThat(whilePaused).isZero();
        assertThat(read).isEqualTo(3);
        assertThat(receiver.batches()).isOne();
    }

    @Test
    void whatAReceiverLeavesComesBeforeWhatArrivesFromWithinItsCall() {
        // Given
        Recorder reader = new Recorder() {
            @Override
            public void received(ByteBuffer given) {
                int all = given.limit();
                if (size() == 0) {
                    given.limit(given.position() + 3);
                    offer("six");
                }
                super.received(given);
                given.limit(all);
            }
        };
        inbox.start(reader);

        // When
        offer("onetwo");
        inbox.resume();

        // Then
        assertThat(reader.bytes()).asString().isEqualTo("onetwosix");
        assertThat(inbox.keptBytes()).isZero();
    }

    @Test
    void whatAReceiverLeavesOutlivesACompleteEndFromWithinItsCall() {
        // Given
        Recorder second = new Recorder();
        Recorder first = new Recorder() {
            @Override
            public void received(ByteBuffer given) {
                inbox.close(new Closing.Complete());
            }
        };
        inbox.start(first);
        offer("unread");

        // When
        inbox.start(second);

        // Then
        assertThat(second.bytes()).asString().isEqualTo("unread");
        assertThat(second.closing()).contains(new Closing.Complete());
    }

    @Test
    void manySmallPiecesAreKeptTogether() {
        // Given
        inbox.start(receiver);
        inbox.pause();

        // When
        for (int i = 0; i < 100_000; i++) {
            offer("x");
        }
        int kept = inbox.keptBytes();
        inbox.resume();

        // Then
        assertThat(kept).isEqualTo(100_000);
        assertThat(receiver.size()).isEqualTo(100_000);
        assertThat(inbox.keptBytes()).isZero();
        assertThat(inbox.wantsBytes()).isTrue();
    }

    @Test
    void aCompleteStreamGivesItsBytesAndItsEndFirst() {
        // Given
        inbox.start(receiver);
        inbox.pause();
        offer("last words");
        inbox.close(new Closing.Complete());

        // When
        boolean toldWhilePaused = receiver.isClosed();
        inbox.resume();

        // Then
        assertThat(toldWhilePaused).isFalse();
        assertThat(receiver.bytes()).asString().isEqualTo("last words");
        assertThat(receiver.hasEnded()).isTrue();
        assertThat(receiver.closing()).contains(new Closing.Complete());
    }

    @Test
    void aFailureIsToldAtOnceAndDropsWhatAPausedReceiverHadNotRead() {
        // Given
        inbox.start(receiver);
        inbox.pause();
        offer("lost");

        // When
        inbox.close(FAILED);

        // Then
        assertThat(receiver.closing()).contains(FAILED);
        assertThat(receiver.size()).isZero();
        assertThat(inbox.keptBytes()).isZero();
    }

    @Test
    void whatCameBeforeAFailureWaitsForTheFirstReceiver() {
        // Given
        offer("kept");
        inbox.end();
        inbox.close(FAILED);

        // When
        inbox.start(receiver);

        // Then
        assertThat(receiver.bytes()).asString().isEqualTo("kept");
        assertThat(receiver.hasEnded()).isTrue();
        assertThat(receiver.closing()).contains(FAILED);
    }

    @Test
    void whatHappensInACallbackIsToldAfterIt() {
        // Given
        Recorder closing = new Recorder() {
            @Override
            public void received(ByteBuffer given) {
                inbox.close(FAILED);
                inbox.writable();
                super.received(given);
            }
        };
        inbox.start(closing);

        // When
        offer("bytes");

        // Then
        assertThat(closing.bytes()).asString().isEqualTo("bytes");
        assertThat(closing.closing()).contains(FAILED);
        assertThat(closing.timesWritable()).isZero();
    }

    @Test
    void aReceiverThatPausesHalfwayGetsTheRestLater() {
        // Given
        Recorder halfway = new Recorder() {
            @Override
            public void received(ByteBuffer given) {
                int all = given.limit();
                given.limit(given.position() + 1);
                super.received(given);
                given.limit(all);
                inbox.pause();
            }
        };
        inbox.start(halfway);
        offer("abc");

        // When
        inbox.resume();
        offer("d");
        inbox.resume();
        inbox.resume();

        // Then
        assertThat(halfway.bytes()).asString().isEqualTo("abcd");
    }

    private void offer(String text) {
        inbox.offer(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
        inbox.receivedAll();
    }
}
