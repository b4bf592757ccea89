package dev.granary.fetchverify.gateway;

import static dev.granary.fetchverify.gateway.GatewayFixture.ONE;
import static dev.granary.fetchverify.gateway.GatewayFixture.TWO;
import static dev.granary.fetchverify.gateway.GatewayFixture.line;
import static dev.granary.fetchverify.gateway.GatewayFixture.upstream;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.granary.contracts.v1.ArtifactFetched;
import dev.granary.contracts.v1.FetchOutcome;
import dev.granary.fetchverify.FetchVerifyError;
import dev.granary.fetchverify.format.ArtifactFile;
import dev.granary.fetchverify.gateway.ArtifactAnswer.Coming;
import dev.granary.fetchverify.gateway.Transfer.Progress;
import dev.granary.fetchverify.source.RestartRequiredException;
import dev.granary.fetchverify.source.UpstreamAnswer;
import dev.granary.fetchverify.store.Contents;
import dev.granary.kernel.GranaryException;
import dev.granary.testing.Gate;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of clients that have had bytes when a transfer breaks. */
class RestartTest {
    private static final ArtifactFile FILE = ListFormat.file("p", "1");
    private static final byte[] RIGHT = Contents.bytes(300_000, 1);
    private static final byte[] OTHER = Contents.bytes(300_000, 2);
    private static final IOException RESTART = new RestartRequiredException("it changed meanwhile");

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    Path directory;

    @SuppressWarnings("NullAway.Init") // set before each test
    private GatewayFixture gateway;

    /** Opens once the client has had bytes: what breaks does so only then. */
    private final Gate had = Gate.closed();

    @BeforeEach
    void start() {
        gateway = new GatewayFixture(directory);
        gateway.upstreams.serve(ONE + "p", line("1", RIGHT));
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void fault7AClientThatHasHadBytesGoesOnWhenTheTransferBeginsAnew() throws Exception {
        // Given
        answer(ONE, List.of(this::breaking, () -> gateway.upstreams.content(RIGHT)));

        // When
        byte[] body = follow().get(20, SECONDS);

        // Then
        assertThat(body).isEqualTo(RIGHT);
        assertThat(outcomes()).containsExactly(FetchOutcome.FETCH_OUTCOME_FAILED, FetchOutcome.FETCH_OUTCOME_VERIFIED);
    }

    @Test
    void fault7ATransferThatBreaksAgainBeforeItHasCaughtUpIsTriedOnceMore() throws Exception {
        // Given
        answer(
                ONE,
                List.of(
                        this::breaking,
                        () -> gateway.upstreams.contentBrokenAfter(10_000, RIGHT, RESTART),
                        () -> gateway.upstreams.content(RIGHT)));

        // When
        byte[] body = follow().get(20, SECONDS);

        // Then
        assertThat(body).isEqualTo(RIGHT);
    }

    @Test
    void aClientThatHasHadBytesGoesOnWithThoseOfTheNextSource() throws Exception {
        // Given
        gateway.configured.add(upstream("two", TWO));
        answer(ONE, List.of(() -> gateway.upstreams.contentBrokenAt(had, 200_000, RIGHT, new IOException("reset."))));
        answer(TWO, List.of(() -> gateway.upstreams.content(RIGHT)));

        // When
        byte[] body = follow().get(20, SECONDS);

        // Then
        assertThat(body).isEqualTo(RIGHT);
    }

    @Test
    void fault7AClientThatHasHadOtherBytesIsCutOffAndNobodyIsBlamedForThat() {
        // Given
        answer(
                ONE,
                List.of(
                        () -> gateway.upstreams.contentBrokenAt(had, 200_000, OTHER, RESTART),
                        () -> gateway.upstreams.content(RIGHT)));

        // When
        Future<byte[]> body = follow();

        // Then
        ExecutionException cut = catchThrowableOfType(ExecutionException.class, () -> body.get(20, SECONDS));
        assertThat(cut.getCause()).isInstanceOfSatisfying(GranaryException.class, e -> assertThat(e.code())
                .isEqualTo(FetchVerifyError.UPSTREAM_UNREACHABLE));
        assertThat(outcomes()).containsExactly(FetchOutcome.FETCH_OUTCOME_FAILED);
    }

    @Test
    void aFileThatIsShorterThanWhatClientsHaveHadCutsThemOff() {
        // Given
        answer(ONE, List.of(this::breaking, () -> gateway.upstreams.content(Contents.bytes(1000, 1))));

        // When
        Future<byte[]> body = follow();

        // Then
        assertThat(catchThrowableOfType(ExecutionException.class, () -> body.get(20, SECONDS)))
                .hasCauseInstanceOf(GranaryException.class);
    }

    private UpstreamAnswer breaking() {
        return gateway.upstreams.contentBrokenAt(had, 200_000, RIGHT, RESTART);
    }

    private void answer(String base, List<Supplier<UpstreamAnswer>> answers) {
        Deque<Supplier<UpstreamAnswer>> left = new ArrayDeque<>(answers);
        gateway.upstreams.at(base + "files/p/1", _ -> left.remove().get());
    }

    /** Reads as a client's connection does. */
    private Future<byte[]> follow() {
        return gateway.threads.submit((Callable<byte[]>) () -> {
            Coming coming = (Coming) gateway.artifacts().require(gateway.format, FILE, gateway.trace());
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            Progress progress = coming.transfer().awaitBeyond(0);
            while (progress instanceof Progress.Released) {
                ByteBuffer chunk = ByteBuffer.allocate(10_000);
                coming.transfer().read(chunk, body.size());
                body.write(chunk.array(), 0, chunk.position());
                had.open();
                progress = coming.transfer().awaitBeyond(body.size());
            }
            byte[] whole = Files.readAllBytes(
                    ((Progress.Ended) progress).kept().content().path());
            body.write(whole, body.size(), whole.length - body.size());
            return body.toByteArray();
        });
    }

    private List<FetchOutcome> outcomes() {
        return gateway.fetched().stream().map(ArtifactFetched::getOutcome).toList();
    }
}
