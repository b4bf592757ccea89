package dev.granary.fetchverify.gateway;

import static dev.granary.fetchverify.gateway.GatewayFixture.ONE;
import static dev.granary.fetchverify.gateway.GatewayFixture.TWO;
import static dev.granary.fetchverify.gateway.GatewayFixture.line;
import static dev.granary.fetchverify.gateway.GatewayFixture.upstream;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.granary.fetchverify.FetchVerifyError;
import dev.granary.fetchverify.format.DocumentKey;
import dev.granary.fetchverify.source.UpstreamAnswer.Absent;
import dev.granary.fetchverify.store.Contents;
import dev.granary.kernel.ContentDigest;
import dev.granary.kernel.GranaryException;
import dev.granary.testing.Gate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DocumentsTest {
    private static final DocumentKey INDEX = ListFormat.index("p");
    private static final String OLD = line("1", Contents.bytes(10, 1));
    private static final String NEW = OLD + line("2", Contents.bytes(10, 2));

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    Path directory;

    @SuppressWarnings("NullAway.Init") // set before each test
    private GatewayFixture gateway;

    @SuppressWarnings("NullAway.Init") // set before each test
    private Documents documents;

    @BeforeEach
    void start() {
        gateway = new GatewayFixture(directory);
        documents = gateway.documents();
        gateway.upstreams.serve(ONE + "p", OLD);
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void aFreshDocumentIsServedWithoutAsking() throws Exception {
        // Given
        DocumentAnswer first = require();
        gateway.clock.advance(Duration.ofMinutes(4));

        // When
        DocumentAnswer second = require();

        // Then
        assertThat(first.cached()).isFalse();
        assertThat(second.cached()).isTrue();
        assertThat(text(second)).isEqualTo(OLD);
        assertThat(gateway.upstreams.asked()).isEqualTo(1);
    }

    @Test
    void aStaleDocumentIsServedWhileTheUpstreamIsAsked() throws Exception {
        // Given
        require();
        gateway.clock.advance(Duration.ofMinutes(6));
        Gate gate = Gate.closed();
        gateway.upstreams.at(ONE + "p", _ -> {
            ScriptedUpstreams.pass(gate);
            return gateway.upstreams.content(NEW.getBytes(UTF_8));
        });

        // When
        DocumentAnswer meanwhile = require();
        gate.open();
        gateway.awaitIdle();
        DocumentAnswer afterwards = require();

        // Then
        assertThat(text(meanwhile)).isEqualTo(OLD);
        assertThat(meanwhile.staleBecause()).isEmpty();
        assertThat(text(afterwards)).isEqualTo(NEW);
        assertThat(gateway.upstreams.asked()).isEqualTo(2);
    }

    @Test
    void aDocumentThatIsTooOldWaitsForTheUpstream() throws Exception {
        // Given
        require();
        gateway.clock.advance(Duration.ofHours(1));
        gateway.upstreams.serve(ONE + "p", NEW);

        // When
        DocumentAnswer answer = require();

        // Then
        assertThat(text(answer)).isEqualTo(NEW);
        assertThat(answer.cached()).isFalse();
    }

    @Test
    void whatIsUnchangedIsNotSentAgain() throws Exception {
        // Given
        require();
        gateway.clock.advance(Duration.ofHours(1));

        // When
        DocumentAnswer answer = require();
        DocumentAnswer next = require();

        // Then
        assertThat(answer.cached()).isTrue();
        assertThat(text(next)).isEqualTo(OLD);
        assertThat(gateway.upstreams.bodies()).hasSize(1);
        assertThat(gateway.upstreams.asked()).isEqualTo(2);
    }

    @Test
    void whenTheUpstreamIsAwayTheStaleDocumentIsServedWithTheReason() throws Exception {
        // Given
        require();
        gateway.clock.advance(Duration.ofDays(30));
        gateway.upstreams.cut(ONE + "p");

        // When
        DocumentAnswer answer = require();

        // Then
        assertThat(text(answer)).isEqualTo(OLD);
        assertThat(answer.staleBecause()).map(GranaryException::code).contains(FetchVerifyError.UPSTREAM_UNREACHABLE);
        assertThat(gateway.fetched()).singleElement().satisfies(event -> assertThat(event.getErrorCode())
                .isEqualTo("UPSTREAM_UNREACHABLE"));
    }

    @Test
    void fault33WhenTheNewDocumentCantBeReadTheLastGoodOneStays() throws Exception {
        // Given
        require();
        gateway.clock.advance(Duration.ofHours(1));
        gateway.upstreams.serve(ONE + "p", "nonsense\n");

        // When
        DocumentAnswer answer = require();

        // Then
        assertThat(text(answer)).isEqualTo(OLD);
        assertThat(answer.staleBecause()).map(GranaryException::code).contains(FetchVerifyError.BAD_UPSTREAM_METADATA);
    }

    @Test
    void fault19WhenTheClockHasGoneBackTheUpstreamIsAsked() throws Exception {
        // Given
        require();
        gateway.clock.advance(Duration.ofHours(-1));

        // When
        DocumentAnswer answer = require();

        // Then
        assertThat(text(answer)).isEqualTo(OLD);
        assertThat(gateway.upstreams.asked()).isEqualTo(2);
    }

    @Test
    void fault19WhenTheClockHasJumpedAYearAheadWhatIsHeldIsServed() throws Exception {
        // Given
        require();
        gateway.clock.advance(Duration.ofDays(365));
        gateway.upstreams.cut(ONE + "p");

        // Then
        assertThat(text(require())).isEqualTo(OLD);
    }

    @Test
    void fault14NotFoundIsBelievedForAWhileAndNotForLong() throws Exception {
        // Given
        DocumentKey missing = ListFormat.index("missing");
        assertThat(failure(missing).code()).isEqualTo(FetchVerifyError.NOT_FOUND);

        // When
        GranaryException again = failure(missing);
        gateway.upstreams.serve(ONE + "missing", NEW);
        gateway.clock.advance(Duration.ofSeconds(31));
        DocumentAnswer published = documents.require(gateway.format, missing, gateway.trace());

        // Then
        assertThat(again.code()).isEqualTo(FetchVerifyError.NOT_FOUND);
        assertThat(text(published)).isEqualTo(NEW);
        assertThat(gateway.upstreams.asked(ONE + "missing")).isEqualTo(2);
    }

    @Test
    void anUpstreamThatIsDownOutweighsOneThatSaysNoAndNothingIsRemembered() {
        // Given
        DocumentKey missing = ListFormat.index("missing");
        gateway.configured.add(upstream("two", TWO));
        gateway.upstreams.cut(ONE + "missing");

        // When
        GranaryException failure = failure(missing);
        GranaryException again = failure(missing);

        // Then
        assertThat(failure.code()).isEqualTo(FetchVerifyError.UPSTREAM_UNREACHABLE);
        assertThat(again.code()).isEqualTo(FetchVerifyError.UPSTREAM_UNREACHABLE);
        assertThat(gateway.upstreams.asked(TWO + "missing")).isEqualTo(2);
    }

    @Test
    void theSecondUpstreamAnswersForTheFirst() throws Exception {
        // Given
        gateway.configured.add(upstream("two", TWO));
        gateway.upstreams.cut(ONE + "p");
        gateway.upstreams.serve(TWO + "p", NEW);

        // When
        DocumentAnswer answer = require();

        // Then
        assertThat(text(answer)).isEqualTo(NEW);
        assertThat(answer.held().document().source().toString()).contains("127.0.0.1:2");
    }

    @Test
    void whatTheUpstreamTookBackIsGone() {
        // Given
        require();
        gateway.clock.advance(Duration.ofHours(1));
        gateway.upstreams.at(ONE + "p", _ -> new Absent(404));

        // When
        GranaryException failure = failure(INDEX);

        // Then
        assertThat(failure.code()).isEqualTo(FetchVerifyError.NOT_FOUND);
        assertThat(gateway.records.findDocument(INDEX.key())).isEmpty();
    }

    @Test
    void withoutAnUpstreamTheSentenceSaysWhatToConfigure() {
        // Given
        gateway.configured.clear();

        // When
        GranaryException failure = failure(INDEX);

        // Then
        assertThat(failure.code()).isEqualTo(FetchVerifyError.UPSTREAM_NOT_CONFIGURED);
        assertThat(failure.detail()).contains("--upstream list=URL");
    }

    @Test
    void aHashThatChangedIsNotBelieved() {
        // Given
        ContentDigest first = Contents.sha256(Contents.bytes(10, 1));
        require();
        gateway.clock.advance(Duration.ofHours(1));
        gateway.upstreams.serve(ONE + "p", line("1", Contents.bytes(10, 99)) + line("2", Contents.bytes(10, 2)));

        // When
        DocumentAnswer answer = require();
        DocumentAnswer restarted = gateway.documents().require(gateway.format, INDEX, gateway.trace());

        // Then
        assertThat(answer.held().listing().find("p/1"))
                .map(file -> file.digests())
                .contains(List.of(first));
        assertThat(answer.held().listing().find("p/2")).isPresent();
        assertThat(restarted.held().listing().find("p/1"))
                .as("after a restart too")
                .map(file -> file.digests())
                .contains(List.of(first));
    }

    @Test
    void aHundredAtOnceAskOnce() throws Exception {
        // Given
        Gate gate = Gate.closed();
        gateway.upstreams.at(ONE + "p", _ -> {
            ScriptedUpstreams.pass(gate);
            return gateway.upstreams.content(OLD.getBytes(UTF_8));
        });

        // When
        List<Future<DocumentAnswer>> answers = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            answers.add(gateway.threads.submit((Callable<DocumentAnswer>) this::require));
        }
        gate.open();

        // Then
        for (Future<DocumentAnswer> answer : answers) {
            assertThat(text(answer.get(20, SECONDS))).isEqualTo(OLD);
        }
        assertThat(gateway.upstreams.asked()).isEqualTo(1);
    }

    private DocumentAnswer require() {
        return documents.require(gateway.format, INDEX, gateway.trace());
    }

    private GranaryException failure(DocumentKey key) {
        return catchThrowableOfType(
                GranaryException.class, () -> documents.require(gateway.format, key, gateway.trace()));
    }

    private static String text(DocumentAnswer answer) throws IOException {
        return Files.readString(answer.held().content().path());
    }
}
