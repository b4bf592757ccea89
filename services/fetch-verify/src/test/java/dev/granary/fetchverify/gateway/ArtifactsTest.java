package dev.granary.fetchverify.gateway;

import static dev.granary.fetchverify.gateway.GatewayFixture.ONE;
import static dev.granary.fetchverify.gateway.GatewayFixture.TWO;
import static dev.granary.fetchverify.gateway.GatewayFixture.line;
import static dev.granary.fetchverify.gateway.GatewayFixture.upstream;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.granary.contracts.v1.ArtifactFetched;
import dev.granary.fetchverify.FetchVerifyError;
import dev.granary.fetchverify.event.FetchOutcome;
import dev.granary.fetchverify.format.ArtifactFile;
import dev.granary.fetchverify.gateway.ArtifactAnswer.Coming;
import dev.granary.fetchverify.gateway.ArtifactAnswer.Held;
import dev.granary.fetchverify.gateway.ArtifactAnswer.Refused;
import dev.granary.fetchverify.gateway.ScriptedUpstreams.Body;
import dev.granary.fetchverify.gateway.Transfer.Kept;
import dev.granary.fetchverify.policy.EcosystemPolicy;
import dev.granary.fetchverify.policy.Policy;
import dev.granary.fetchverify.policy.RecallBook;
import dev.granary.fetchverify.source.UpstreamAnswer.Absent;
import dev.granary.fetchverify.source.UpstreamAnswer.Forbidden;
import dev.granary.fetchverify.source.UpstreamAnswer.Unavailable;
import dev.granary.fetchverify.store.Contents;
import dev.granary.fetchverify.store.SampleRecords;
import dev.granary.kernel.GranaryException;
import dev.granary.testing.Gate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArtifactsTest {
    private static final ArtifactFile FILE = ListFormat.file("p", "1");
    private static final byte[] RIGHT = Contents.bytes(300_000, 1);
    private static final byte[] WRONG = Contents.bytes(300_000, 2);

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
    void bytesTravelWhileTheIndexDoes() throws Exception {
        // Given: an index that comes only after the file was asked for
        Gate fileAsked = Gate.closed();
        gateway.upstreams.at(ONE + "files/p/1", _ -> {
            fileAsked.open();
            return gateway.upstreams.content(RIGHT);
        });
        gateway.upstreams.at(ONE + "p", _ -> {
            ScriptedUpstreams.pass(fileAsked);
            return gateway.upstreams.content(line("1", RIGHT).getBytes(UTF_8));
        });

        // When
        Kept kept = kept(gateway.artifacts());

        // Then
        assertThat(Files.readAllBytes(kept.content().path())).isEqualTo(RIGHT);
        assertThat(gateway.upstreams.asked(ONE + "files/p/1")).isEqualTo(1);
    }

    @Test
    void whatWasFetchedIsHeldAndNobodyIsAskedAgain() throws Exception {
        // Given
        Artifacts artifacts = gateway.artifacts();
        kept(artifacts);
        int asked = gateway.upstreams.asked();

        // When
        ArtifactAnswer again = require(artifacts);

        // Then
        assertThat(again).isInstanceOf(Held.class);
        assertThat(gateway.upstreams.asked()).isEqualTo(asked);
        assertThat(gateway.fetched())
                .singleElement()
                .satisfies(event -> assertThat(event.getOutcome().name()).endsWith("VERIFIED"));
    }

    @Test
    void fault1WrongBytesAreNotKeptAndCountAgainstTheirSource() {
        // Given
        gateway.upstreams.serve(ONE + "files/p/1", WRONG);

        // When
        GranaryException failure = failure(gateway.artifacts());

        // Then
        assertThat(failure.code()).isEqualTo(FetchVerifyError.INTEGRITY_MISMATCH);
        assertThat(gateway.records.findArtifact(FILE.key())).isEmpty();
        assertThat(gateway.store.find(Contents.sha256(WRONG))).isEmpty();
        assertThat(outcomes()).containsExactly(FetchOutcome.CORRUPT);
        assertThat(gateway.upstreams.bodies())
                .filteredOn(Body::isReportedCorrupt)
                .hasSize(1);
        assertThat(gateway.upstreams.bodies()).allMatch(Body::isClosed);
    }

    @Test
    void fault1WrongBytesFromOneSourceAreReplacedByRightOnesFromTheNext() throws Exception {
        // Given
        gateway.configured.add(upstream("two", TWO));
        gateway.upstreams.serve(ONE + "files/p/1", Contents.bytes(10_000, 3)); // too short for anything to be released
        gateway.upstreams.serve(TWO + "files/p/1", RIGHT);

        // When
        Kept kept = kept(gateway.artifacts());

        // Then
        assertThat(Files.readAllBytes(kept.content().path())).isEqualTo(RIGHT);
        assertThat(kept.artifact().source().toString()).contains("127.0.0.1:2");
        assertThat(outcomes()).containsExactly(FetchOutcome.CORRUPT, FetchOutcome.VERIFIED);
    }

    @Test
    void anUpstreamThatIsDownOutweighsOneThatSaysNo() {
        // Given
        gateway.configured.add(upstream("two", TWO));
        gateway.upstreams.cut(ONE + "files/p/1");

        // When
        GranaryException failure = failure(gateway.artifacts());

        // Then
        assertThat(gateway.upstreams.asked(TWO + "files/p/1")).isEqualTo(1);
        assertThat(failure.code()).isEqualTo(FetchVerifyError.UPSTREAM_UNREACHABLE);
        assertThat(failure.detail()).contains("nothing says that it does not exist");
    }

    @Test
    void aFileThatNobodyHasIsNotFound() {
        // Given
        gateway.upstreams.at(ONE + "files/p/1", _ -> new Absent(410));

        // When
        GranaryException failure = failure(gateway.artifacts());

        // Then
        assertThat(failure.code()).isEqualTo(FetchVerifyError.NOT_FOUND);
    }

    @Test
    void aBreakerThatSparesTheUpstreamIsNoEvidenceAgainstIt() {
        // Given
        gateway.upstreams.at(ONE + "files/p/1", _ -> new Unavailable("its breaker is open.", false, Optional.empty()));

        // When
        GranaryException failure = failure(gateway.artifacts());

        // Then
        assertThat(failure.code()).isEqualTo(FetchVerifyError.UPSTREAM_UNREACHABLE);
        assertThat(gateway.fetched()).isEmpty();
    }

    @Test
    void anAddressThatOurOwnRulesForbidIsNoEvidenceAgainstTheUpstream() {
        // Given: such as an upstream inside the company whose allow_private was forgotten
        gateway.upstreams.at(ONE + "files/p/1", _ -> new Forbidden("one leads into an internal network."));

        // When
        GranaryException failure = failure(gateway.artifacts());

        // Then
        assertThat(failure.code()).isEqualTo(FetchVerifyError.UPSTREAM_URL_FORBIDDEN);
        assertThat(gateway.fetched()).isEmpty();
    }

    @Test
    void aHeldVersionWithoutAPublishTimeComesOutThoughNothingOfItWasKept() throws Exception {
        // Given
        EcosystemPolicy rules = new EcosystemPolicy(List.of(), Optional.of(Duration.ofDays(3)), List.of());
        gateway.policy = new Policy(Map.of(ListFormat.LIST, rules), RecallBook.empty());
        Artifacts artifacts = gateway.artifacts();
        ArtifactAnswer first = require(artifacts);
        gateway.awaitIdle();
        gateway.clock.advance(Duration.ofDays(2));
        ArtifactAnswer second = require(artifacts);
        gateway.awaitIdle();

        // When
        gateway.clock.advance(Duration.ofDays(1));
        Kept kept = kept(artifacts);

        // Then
        assertThat(first).isInstanceOf(ArtifactAnswer.Refused.class);
        assertThat(second).isInstanceOf(ArtifactAnswer.Refused.class);
        assertThat(Files.readAllBytes(kept.content().path())).isEqualTo(RIGHT);
    }

    @Test
    void aTransferThatBreaksOffIsTakenFromTheNextSource() throws Exception {
        // Given
        gateway.configured.add(upstream("two", TWO));
        gateway.upstreams.at(
                ONE + "files/p/1", _ -> gateway.upstreams.contentBrokenAfter(1000, RIGHT, new IOException("reset.")));
        gateway.upstreams.serve(TWO + "files/p/1", RIGHT);

        // When
        Kept kept = kept(gateway.artifacts());

        // Then
        assertThat(Files.readAllBytes(kept.content().path())).isEqualTo(RIGHT);
        assertThat(outcomes()).containsExactly(FetchOutcome.FAILED, FetchOutcome.VERIFIED);
    }

    @Test
    void whatWasFirstSeenWinsOverAChangedIndex() throws Exception {
        // Given: held once, then evicted, while the upstream now lists and has other bytes
        kept(gateway.artifacts());
        GatewayFixture evicted =
                new GatewayFixture(Files.createDirectory(directory.resolve("evicted")), gateway.records);
        evicted.upstreams.serve(ONE + "p", line("1", WRONG));
        evicted.upstreams.serve(ONE + "files/p/1", WRONG);
        Artifacts artifacts = evicted.artifacts();

        // When
        GranaryException failure = failure(artifacts);
        evicted.awaitIdle();
        evicted.upstreams.serve(ONE + "files/p/1", RIGHT);
        Kept kept = kept(artifacts);

        // Then
        assertThat(failure.code()).isEqualTo(FetchVerifyError.INTEGRITY_MISMATCH);
        assertThat(Files.readAllBytes(kept.content().path())).isEqualTo(RIGHT);
        evicted.close();
    }

    @Test
    void whatAnotherReplicaFirstSawWinsOverTheIndex() {
        // Given
        gateway.pins = _ -> Optional.of(
                SampleRecords.expectation(FILE.coordinate().withVersion("1"), FILE.path(), "what was first seen"));

        // When
        GranaryException failure = failure(gateway.artifacts());

        // Then
        assertThat(failure.code()).isEqualTo(FetchVerifyError.INTEGRITY_MISMATCH);
    }

    @Test
    void withoutADigestNothingIsHandedOut() {
        // Given
        gateway.upstreams.serve(ONE + "p", "1 -\n");

        // When
        GranaryException failure = failure(gateway.artifacts());

        // Then
        assertThat(failure.code()).isEqualTo(FetchVerifyError.NO_EXPECTATION);
        assertThat(gateway.records.findArtifact(FILE.key())).isEmpty();
        assertThat(gateway.store.find(Contents.sha256(RIGHT))).isEmpty();
    }

    @Test
    void aVersionPublishedSinceTheIndexWasHeldIsFound() throws Exception {
        // Given
        gateway.upstreams.serve(ONE + "p", line("0", WRONG));
        Artifacts artifacts = gateway.artifacts();
        assertThat(failure(artifacts).code()).isEqualTo(FetchVerifyError.NOT_FOUND);
        gateway.awaitIdle();
        gateway.upstreams.serve(ONE + "p", line("0", WRONG) + line("1", RIGHT));

        // When
        Kept kept = kept(artifacts);

        // Then
        assertThat(Files.readAllBytes(kept.content().path())).isEqualTo(RIGHT);
    }

    @Test
    void whereNothingTellsTheAddressTheIndexIsAskedFirst() throws Exception {
        // Given
        gateway.format = new ListFormat(false);

        // When
        Kept kept = kept(gateway.artifacts());

        // Then
        assertThat(Files.readAllBytes(kept.content().path())).isEqualTo(RIGHT);
    }

    @Test
    void aFailureIsNotRemembered() throws Exception {
        // Given
        Artifacts artifacts = gateway.artifacts();
        gateway.upstreams.cut(ONE + "files/p/1");
        failure(artifacts);
        gateway.awaitIdle();
        gateway.upstreams.serve(ONE + "files/p/1", RIGHT);
        gateway.clock.advance(Duration.ofSeconds(1));

        // When
        Kept kept = kept(artifacts);

        // Then
        assertThat(kept.content().sha256()).isEqualTo(Contents.sha256(RIGHT));
    }

    private ArtifactAnswer require(Artifacts artifacts) {
        return artifacts.require(gateway.format, FILE, gateway.trace());
    }

    private Kept kept(Artifacts artifacts) throws Exception {
        return switch (require(artifacts)) {
            case Coming(Transfer transfer, var expectation) -> transfer.end().get(20, SECONDS);
            case Held(var artifact, var content) -> new Kept(artifact, content);
            case Refused refused -> throw new AssertionError(refused);
        };
    }

    /** The failure of a fetch, whether it shows before the bytes or after them. */
    private GranaryException failure(Artifacts artifacts) {
        try {
            Kept kept = kept(artifacts);
            throw new AssertionError("fetched " + kept);
        } catch (GranaryException e) {
            return e;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof GranaryException failure) {
                return failure;
            }
            throw new AssertionError(e);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private List<FetchOutcome> outcomes() {
        return gateway.fetched().stream().map(ArtifactsTest::outcome).toList();
    }

    private static FetchOutcome outcome(ArtifactFetched event) {
        String name = event.getOutcome().name();
        return FetchOutcome.valueOf(name.substring("FETCH_OUTCOME_".length()));
    }
}
