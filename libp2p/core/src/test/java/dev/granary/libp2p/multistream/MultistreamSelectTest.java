package dev.granary.libp2p.multistream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.simulation.VirtualLoop;
import dev.granary.libp2p.stream.ByteStream;
import dev.granary.libp2p.stream.Closing;
import dev.granary.libp2p.stream.memory.MemoryLink;
import dev.granary.libp2p.stream.memory.MemoryPipe;
import dev.granary.libp2p.testkit.Recorder;
import dev.granary.libp2p.testkit.Stages;
import dev.granary.libp2p.testkit.VirtualConformance;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MultistreamSelectTest {
    private static final String HEADER = "\u0013/multistream/1.0.0\n";

    private final VirtualLoop loop = new VirtualLoop(VirtualConformance.START, 1);
    private final MultistreamSelect select = new MultistreamSelect(MultistreamSelect.USUAL_TIMEOUT);
    private final MemoryPipe pipe = new MemoryPipe(loop, MemoryLink.DIRECT);
    private final ByteStream near = pipe.first();
    private final ByteStream far = pipe.second();
    private final Recorder remote = new Recorder();

    @Nested
    class Lazily extends VirtualConformance {
        @Override
        protected Ends connect(VirtualLoop on) {
            MemoryPipe cut = new MemoryPipe(on, MemoryLink.DIRECT.splitBy(on.random()));
            CompletionStage<String> agreed = select.respond(cut.second(), "/echo"::equals);
            ByteStream lazy = select.proposeLazily(cut.first(), "/echo");
            lazy.flush();
            on.runUntil(() -> Stages.isDone(agreed), Duration.ofSeconds(1));
            return new Ends(lazy, cut.second());
        }
    }

    @ParameterizedTest(name = "seed={0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void theFirstProposalThatTheRemoteSupportsIsAgreedOn(long seed) {
        // Given
        VirtualLoop time = new VirtualLoop(VirtualConformance.START, seed);
        MemoryPipe cut = new MemoryPipe(time, MemoryLink.DIRECT.splitBy(time.random()));

        // When
        CompletionStage<String> ours = select.propose(cut.first(), List.of("/a/1", "/b/1", "/c/1"));
        CompletionStage<String> theirs = select.respond(cut.second(), Set.of("/c/1", "/b/1")::contains);
        time.runDue();

        // Then
        assertThat(Stages.result(ours)).isEqualTo("/b/1");
        assertThat(Stages.result(theirs)).isEqualTo("/b/1");
        assertThat(time.pending()).as("timers left behind").isZero();
    }

    @Test
    void headerAndProposalLeaveTogether() {
        // Given
        far.start(remote);

        // When
        select.propose(near, List.of("/noise", "/tls/1.0.0"));
        loop.runDue();

        // Then
        assertThat(remote.bytes()).asString().isEqualTo(HEADER + "\u0007/noise\n");
        assertThat(remote.batches()).isOne();
    }

    @Test
    void headerAndAgreementReturnTogetherWithWhatTheHandlerSaysFirst() {
        // Given
        near.start(remote);
        select.respond(far, "/noise"::equals).thenAccept(_ -> {
            far.start(new Recorder());
            write(far, "hello");
        });

        // When
        say(near, HEADER + "\u0007/noise\n");

        // Then
        assertThat(remote.bytes()).asString().isEqualTo(HEADER + "\u0007/noise\nhello");
        assertThat(remote.batches()).isOne();
    }

    @Test
    void aLazyProposalTravelsWithTheFirstDataAndTheEndAndTheyArriveInOrder() {
        // Given
        select.respond(far, "/ask"::equals).thenAccept(_ -> far.start(remote));
        ByteStream lazy = select.proposeLazily(near, "/ask");
        Recorder answer = new Recorder();
        lazy.start(answer);

        // When
        write(lazy, "question");
        lazy.end();
        loop.runDue();
        write(far, "answer");
        far.end();
        loop.runDue();

        // Then
        assertThat(remote.bytes()).asString().isEqualTo("question");
        assertThat(remote.closing()).contains(new Closing.Complete());
        assertThat(answer.bytes()).asString().isEqualTo("answer");
        assertThat(answer.closing()).contains(new Closing.Complete());
        assertThat(loop.pending()).isZero();
    }

    @Test
    void whatFollowsTheAgreementWaitsForWhoeverStartsNext() {
        // Given
        CompletionStage<String> agreed = select.propose(near, List.of("/a"));
        far.start(new Recorder());
        say(far, HEADER + "\u0003/a\nfirst words");
        far.end();
        loop.runDue();

        // When
        near.start(remote);
        loop.runDue();

        // Then
        assertThat(Stages.result(agreed)).isEqualTo("/a");
        assertThat(remote.bytes()).asString().isEqualTo("first words");
        assertThat(remote.hasEnded()).isTrue();
    }

    @Test
    void whenNothingIsInCommonBothSidesLearnIt() {
        // When
        CompletionStage<String> ours = select.propose(near, List.of("/a", "/b"));
        CompletionStage<String> theirs = select.respond(far, "/c"::equals);
        loop.runDue();

        // Then
        assertThat(Stages.error(ours)).contains(P2pError.NOT_SUPPORTED);
        assertThat(Stages.error(theirs)).contains(P2pError.REMOTE_RESET);
    }

    @Test
    void aLazyProposalThatIsRefusedClosesTheStream() {
        // Given
        ByteStream lazy = select.proposeLazily(near, "/a");
        lazy.start(remote);
        select.respond(far, "/c"::equals);

        // When
        write(lazy, "in vain");
        lazy.flush();
        loop.runDue();

        // Then
        assertThat(remote.closing())
                .get()
                .extracting(why -> ((Closing.Failed) why).error())
                .isEqualTo(P2pError.NOT_SUPPORTED);
    }

    @Test
    void aSilentRemoteIsGivenTenSeconds() {
        // When
        CompletionStage<String> ours = select.propose(near, List.of("/a"));
        loop.runFor(Duration.ofMillis(9_999));
        boolean before = Stages.isDone(ours);
        loop.runFor(Duration.ofMillis(1));

        // Then
        assertThat(before).isFalse();
        assertThat(Stages.error(ours)).contains(P2pError.TIMEOUT);
    }

    @Test
    void aRemoteThatSendsHalfAMessageIsGivenTenSecondsToo() {
        // Given
        CompletionStage<String> theirs = select.respond(far, "/a"::equals);
        say(near, HEADER.substring(0, 5));

        // When
        loop.runFor(MultistreamSelect.USUAL_TIMEOUT);

        // Then
        assertThat(Stages.error(theirs)).contains(P2pError.TIMEOUT);
    }

    @Test
    void aRepeatedHeaderAndTheQuestionForAListAreToleratedByTheResponder() {
        // Given
        near.start(remote);
        CompletionStage<String> theirs = select.respond(far, "/a"::equals);

        // When
        say(near, HEADER + HEADER + "\u0003ls\n" + "\u0003/a\n");

        // Then
        assertThat(Stages.result(theirs)).isEqualTo("/a");
        assertThat(remote.bytes()).asString().isEqualTo(HEADER + "\u0003na\n\u0003/a\n");
    }

    @ParameterizedTest(name = "{1}: {0}")
    @CsvSource({
        "'\u0013/multistream/9.0.0\n', PROTOCOL_VIOLATION",
        "'GET / HTTP/1.1\r\n\r\n                                                                ', PROTOCOL_VIOLATION",
        "'\u0013/multistream/1.0.0.', PROTOCOL_VIOLATION",
        "'\u0000', PROTOCOL_VIOLATION",
        "'\u0007', PROTOCOL_VIOLATION",
        "'\u0013x', PROTOCOL_VIOLATION",
        "'\u0013/multistream/1.0.0\n\u0003/a.', MALFORMED",
        "'\u0013/multistream/1.0.0\n\u0000', MALFORMED",
        "'\u0013/multistream/1.0.0\n\u0003ok\n', PROTOCOL_VIOLATION",
        "'\u0013/multistream/1.0.0\n\u0013/multistream/1.0.0\n\u0013/multistream/1.0.0\n', PROTOCOL_VIOLATION"
    })
    void anAnswerThatBreaksTheRulesEndsTheNegotiation(String answer, P2pError expected) {
        // Given
        CompletionStage<String> ours = select.propose(near, List.of("/a"));
        far.start(remote);

        // When
        say(far, answer);

        // Then
        assertThat(Stages.error(ours)).contains(expected);
        assertThat(remote.closing()).contains(new Closing.RemoteReset(0x1001));
    }

    @Test
    void aLengthBeyondTheLimitIsRefusedBeforeTheMessageComes() {
        // Given
        CompletionStage<String> theirs = select.respond(far, "/a"::equals);
        near.start(remote);

        // When
        say(near, HEADER + "\u0081\u0008");

        // Then
        assertThat(Stages.error(theirs)).contains(P2pError.MALFORMED);
    }

    @Test
    void whatCannotBeTheHeaderIsRefusedAtItsFirstByteInBothRoles() {
        // Given
        MemoryPipe other = new MemoryPipe(loop, MemoryLink.DIRECT);
        CompletionStage<String> theirs = select.respond(far, "/a"::equals);
        CompletionStage<String> ours = select.propose(other.first(), List.of("/a"));

        // When
        say(near, "@");
        say(other.second(), "@");

        // Then
        assertThat(Stages.error(theirs)).contains(P2pError.PROTOCOL_VIOLATION);
        assertThat(Stages.error(ours)).contains(P2pError.PROTOCOL_VIOLATION);
    }

    @Test
    void aMessageOfExactlyTheLimitIsRead() {
        // Given
        String longest = "/" + "x".repeat(Message.LIMIT - 2);
        CompletionStage<String> theirs = select.respond(far, longest::equals);

        // When
        CompletionStage<String> ours = select.propose(near, List.of(longest));
        loop.runDue();

        // Then
        assertThat(Stages.result(ours)).isEqualTo(longest);
        assertThat(Stages.result(theirs)).isEqualTo(longest);
    }

    @Test
    void aFloodOfProposalsReachesALimit() {
        // Given
        CompletionStage<String> theirs = select.respond(far, "/a"::equals);
        near.start(remote);

        // When
        say(near, HEADER + "\u0003/b\n".repeat(100));

        // Then
        assertThat(Stages.error(theirs)).contains(P2pError.LIMIT);
    }

    @Test
    void anEndBeforeTheAgreementIsAFailure() {
        // Given
        CompletionStage<String> theirs = select.respond(far, "/a"::equals);

        // When
        write(near, HEADER);
        near.end();
        loop.runDue();

        // Then
        assertThat(Stages.error(theirs)).contains(P2pError.CLOSED);
    }

    @Test
    void aProposalThatNoMessageCanHoldIsAMistakeOfTheCaller() {
        assertThatIllegalArgumentException().isThrownBy(() -> select.propose(near, List.of("two\nlines")));
        assertThatIllegalArgumentException().isThrownBy(() -> select.propose(near, List.of("x".repeat(1024))));
        assertThatIllegalArgumentException().isThrownBy(() -> select.propose(near, List.of()));
    }

    private void say(ByteStream stream, String text) {
        write(stream, text);
        stream.flush();
        loop.runDue();
    }

    private static void write(ByteStream stream, String text) {
        stream.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)));
    }
}
