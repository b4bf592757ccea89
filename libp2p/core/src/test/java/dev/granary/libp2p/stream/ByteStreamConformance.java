package dev.granary.libp2p.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.granary.libp2p.testkit.Bulk;
import dev.granary.libp2p.testkit.Recorder;
import dev.granary.libp2p.testkit.Stubborn;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every byte stream keeps, whatever it runs on. A subclass connects two and makes time pass. */
public abstract class ByteStreamConformance {
    /** Two streams that are each other's remote. */
    public record Ends(ByteStream near, ByteStream far) {}

    /** A fresh pair; {@code seed} decides what chance decides. */
    protected abstract Ends connect(long seed);

    /** Runs {@code action} where {@code stream} may be used, and returns when it has run. */
    protected abstract void act(ByteStream stream, Runnable action);

    /** Lets things happen until {@code done}, and fails when that takes too long. */
    protected abstract void await(BooleanSupplier done);

    /** Lets happen what is going to happen without anything new being done. */
    protected abstract void settle();

    /** Bytes that an unread stream may take in before its writer has to wait. */
    protected int mostUnread() {
        return 2 * 1024 * 1024;
    }

    @ParameterizedTest(name = "seed={0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void bytesArriveAsTheyWereWrittenInBothDirectionsAndThenTheEnd(long seed) {
        // Given
        SplittableRandom random = new SplittableRandom(seed);
        Ends ends = connect(seed);
        byte[] there = bytes(random, 700_000);
        byte[] back = bytes(random, 300_000);
        Bulk near = new Bulk(ends.near(), there, random.split(), 100_000);
        Bulk far = new Bulk(ends.far(), back, random.split(), 3_000);

        // When
        act(ends.near(), near::begin);
        act(ends.far(), far::begin);
        await(() -> near.isClosed() && far.isClosed());

        // Then
        assertThat(far.bytes()).isEqualTo(there);
        assertThat(near.bytes()).isEqualTo(back);
        assertThat(near.hasEnded()).isTrue();
        assertThat(far.closing()).contains(new Closing.Complete());
        assertThat(near.closing()).contains(new Closing.Complete());
    }

    @Test
    void nothingIsReadBeforeTheStart() {
        // Given
        Ends ends = connect(11);
        Recorder far = new Recorder();
        act(ends.near(), () -> {
            ends.near().start(new Recorder());
            write(ends.near(), "early");
            ends.near().end();
        });
        settle();

        // When
        act(ends.far(), () -> ends.far().start(far));
        await(far::hasEnded);

        // Then
        assertThat(far.bytes()).asString().isEqualTo("early");
        assertThat(far.isClosed()).isFalse();
    }

    @Test
    void aSlowReaderMakesTheWriterWaitAndLosesNothing() {
        // Given
        byte[] content = bytes(new SplittableRandom(12), 3 * mostUnread());
        Ends ends = connect(12);
        Recorder far = new Recorder();
        Bulk near = new Bulk(ends.near(), content, new SplittableRandom(5), 20_000);
        act(ends.far(), () -> {
            ends.far().start(far);
            ends.far().pause();
        });
        act(ends.near(), near::begin);
        settle();
        int writtenWhilePaused = near.written();
        int readWhilePaused = far.size();

        // When
        act(ends.far(), () -> ends.far().resume());
        await(far::hasEnded);

        // Then
        assertThat(readWhilePaused).isZero();
        assertThat(writtenWhilePaused).isLessThanOrEqualTo(mostUnread());
        assertThat(far.bytes()).isEqualTo(content);
    }

    @Test
    void nobodyIsAskedForMoreFromWithinAWrite() {
        // Given
        byte[] content = bytes(new SplittableRandom(17), 4 * mostUnread());
        Ends ends = connect(17);
        Recorder far = new Recorder();
        Stubborn near = new Stubborn(ends.near(), content);
        act(ends.far(), () -> ends.far().start(far));

        // When
        act(ends.near(), near::begin);
        await(far::hasEnded);

        // Then
        assertThat(near.timesWritable()).isPositive();
        assertThat(near.timesAskedWithinACall()).isZero();
        assertThat(far.bytes()).isEqualTo(content);
    }

    @Test
    void whatAReceiverLeavesGoesToTheNextOne() {
        // Given
        Ends ends = connect(13);
        Recorder second = new Recorder();
        Recorder first = new Recorder() {
            @Override
            public void received(ByteBuffer given) {
                int all = given.limit();
                given.limit(Math.min(all, given.position() + 3 - size()));
                super.received(given);
                given.limit(all);
                if (size() == 3) {
                    ends.far().start(second);
                }
            }
        };
        act(ends.far(), () -> ends.far().start(first));

        // When
        act(ends.near(), () -> {
            ends.near().start(new Recorder());
            write(ends.near(), "onetwo");
            ends.near().end();
        });
        await(second::hasEnded);

        // Then
        assertThat(first.bytes()).asString().isEqualTo("one");
        assertThat(first.hasEnded()).isFalse();
        assertThat(second.bytes()).asString().isEqualTo("two");
    }

    @Test
    void oneDirectionEndsWhileTheOtherGoesOn() {
        // Given
        Ends ends = connect(14);
        Recorder near = new Recorder();
        Recorder far = new Recorder();
        act(ends.near(), () -> {
            ends.near().start(near);
            write(ends.near(), "question");
            ends.near().end();
        });
        act(ends.far(), () -> ends.far().start(far));
        await(far::hasEnded);

        // When
        act(ends.far(), () -> {
            write(ends.far(), "answer");
            ends.far().end();
        });
        await(() -> near.isClosed() && far.isClosed());

        // Then
        assertThat(far.bytes()).asString().isEqualTo("question");
        assertThat(near.bytes()).asString().isEqualTo("answer");
        assertThat(near.closing()).contains(new Closing.Complete());
    }

    @Test
    void aResetEndsBothSidesAtOnceEvenAPausedOne() {
        // Given
        Ends ends = connect(15);
        Recorder near = new Recorder();
        Recorder far = new Recorder();
        act(ends.near(), () -> {
            ends.near().start(near);
            write(ends.near(), "never mind");
            ends.near().flush();
        });
        act(ends.far(), () -> ends.far().start(far));
        await(() -> far.size() > 0);
        act(ends.far(), () -> ends.far().pause());

        // When
        act(ends.near(), () -> ends.near().reset(7));
        await(() -> near.isClosed() && far.isClosed());

        // Then
        assertThat(near.closing()).get().isInstanceOf(Closing.Failed.class);
        assertThat(far.closing()).get().isNotInstanceOf(Closing.Complete.class);
        assertThat(far.hasEnded()).isFalse();
    }

    @Test
    void aStreamThatIsOverSaysSoToALateReceiverAndTakesNoMoreBytes() {
        // Given
        Ends ends = connect(16);
        act(ends.near(), () -> {
            ends.near().start(new Recorder());
            ends.near().reset(0);
        });
        Recorder late = new Recorder();

        // When
        act(ends.near(), () -> {
            ends.near().start(late);
            write(ends.near(), "too late");
            ends.near().flush();
            ends.near().reset(0);
        });
        await(late::isClosed);

        // Then
        assertThat(late.closing()).get().isInstanceOf(Closing.Failed.class);
    }

    protected static byte[] bytes(SplittableRandom random, int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    protected static void write(ByteStream stream, String text) {
        stream.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }
}
