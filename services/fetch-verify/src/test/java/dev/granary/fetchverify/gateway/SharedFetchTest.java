package dev.granary.fetchverify.gateway;

import static dev.granary.fetchverify.gateway.GatewayFixture.ONE;
import static dev.granary.fetchverify.gateway.GatewayFixture.line;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.granary.fetchverify.FetchVerifyError;
import dev.granary.fetchverify.format.ArtifactFile;
import dev.granary.fetchverify.gateway.ArtifactAnswer.Coming;
import dev.granary.fetchverify.gateway.ArtifactAnswer.Held;
import dev.granary.fetchverify.gateway.ArtifactAnswer.Refused;
import dev.granary.fetchverify.gateway.Transfer.Kept;
import dev.granary.fetchverify.policy.Recall;
import dev.granary.fetchverify.policy.RecallBook;
import dev.granary.fetchverify.store.Contents;
import dev.granary.kernel.GranaryException;
import dev.granary.testing.Gate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedFetchTest {
    private static final ArtifactFile FILE = ListFormat.file("p", "1");
    private static final byte[] RIGHT = Contents.bytes(300_000, 1);

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    Path directory;

    @SuppressWarnings("NullAway.Init") // set before each test
    private GatewayFixture gateway;

    @BeforeEach
    void start() {
        gateway = new GatewayFixture(directory);
        gateway.upstreams.serve(ONE + "p", line("1", RIGHT));
        gateway.upstreams.serve(ONE + "files/p/1", RIGHT);
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void aRecallDuringTheTransferStopsItForEveryone() {
        // Given
        Gate recalled = Gate.closed();
        gateway.upstreams.at(ONE + "files/p/1", _ -> gateway.upstreams.contentHeldAfter(200_000, RIGHT, recalled));
        Coming coming = coming(gateway.artifacts());

        // When
        gateway.policy = gateway.policy.with(RecallBook.empty()
                .with(new Recall(
                        coming.expectation().file().coordinate(),
                        true,
                        "It steals tokens.",
                        "security",
                        gateway.clock.instant(),
                        1)));
        recalled.open();

        // Then
        ExecutionException end = catchThrowableOfType(
                ExecutionException.class, () -> coming.transfer().end().get(20, SECONDS));
        assertThat(end.getCause()).isInstanceOfSatisfying(GranaryException.class, e -> assertThat(e.code())
                .isEqualTo(FetchVerifyError.RECALLED));
        assertThat(gateway.store.find(Contents.sha256(RIGHT))).isEmpty();
    }

    @Test
    void aRecalledHeldFileIsRefused() throws Exception {
        // Given
        Artifacts artifacts = gateway.artifacts();
        Kept kept = kept(artifacts);
        gateway.policy = gateway.policy.with(RecallBook.empty()
                .with(new Recall(
                        kept.artifact().expectation().file().coordinate().withoutVersion(),
                        true,
                        "reason",
                        "someone",
                        gateway.clock.instant(),
                        1)));

        // When
        ArtifactAnswer answer = require(artifacts);

        // Then
        assertThat(answer).isInstanceOf(Refused.class);
    }

    @Test
    void fault11AHundredAtOnceMakeOneFetch() throws Exception {
        // Given
        Gate gate = Gate.closed();
        gateway.upstreams.at(ONE + "files/p/1", _ -> gateway.upstreams.contentHeldAfter(100_000, RIGHT, gate));
        Artifacts artifacts = gateway.artifacts();

        // When
        List<Future<ArtifactAnswer>> answers = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            answers.add(gateway.threads.submit((Callable<ArtifactAnswer>) () -> require(artifacts)));
        }
        List<Transfer> transfers = new ArrayList<>();
        for (Future<ArtifactAnswer> answer : answers) {
            transfers.add(((Coming) answer.get(20, SECONDS)).transfer());
        }
        gate.open();

        // Then
        for (Transfer transfer : transfers) {
            assertThat(transfer.end().get(20, SECONDS).content().sha256()).isEqualTo(Contents.sha256(RIGHT));
        }
        assertThat(gateway.upstreams.asked(ONE + "files/p/1")).isEqualTo(1);
        assertThat(gateway.upstreams.asked(ONE + "p")).isEqualTo(1);
    }

    @Test
    void fault11WhoLookedBeforeTheFileWasKeptAndAskedAfterwardsFetchesNothing() throws Exception {
        // Given: a client that is told "not held" and pauses there until another one's fetch has ended
        PausingRecords records = new PausingRecords();
        GatewayFixture slow = new GatewayFixture(Files.createDirectory(directory.resolve("slow")), records);
        slow.upstreams.serve(ONE + "p", line("1", RIGHT));
        slow.upstreams.serve(ONE + "files/p/1", RIGHT);
        Artifacts artifacts = slow.artifacts();
        records.pauseNext();
        Future<ArtifactAnswer> late = slow.threads.submit(
                (Callable<ArtifactAnswer>) () -> artifacts.require(slow.format, FILE, slow.trace()));
        records.awaitPause();
        Coming first = (Coming) artifacts.require(slow.format, FILE, slow.trace());
        first.transfer().end().get(20, SECONDS);
        slow.awaitIdle();

        // When
        records.goOn();
        ArtifactAnswer answer = late.get(20, SECONDS);

        // Then
        if (answer instanceof Coming coming) {
            assertThat(coming.transfer().end().get(20, SECONDS).content().sha256())
                    .isEqualTo(Contents.sha256(RIGHT));
        }
        assertThat(slow.upstreams.asked(ONE + "files/p/1")).isEqualTo(1);
        slow.close();
    }

    private ArtifactAnswer require(Artifacts artifacts) {
        return artifacts.require(gateway.format, FILE, gateway.trace());
    }

    private Coming coming(Artifacts artifacts) {
        return (Coming) require(artifacts);
    }

    private Kept kept(Artifacts artifacts) throws Exception {
        return switch (require(artifacts)) {
            case Coming(Transfer transfer, var expectation) -> transfer.end().get(20, SECONDS);
            case Held(var artifact, var content) -> new Kept(artifact, content);
            case Refused refused -> throw new AssertionError(refused);
        };
    }
}
