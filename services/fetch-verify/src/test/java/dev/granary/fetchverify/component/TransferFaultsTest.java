package dev.granary.fetchverify.component;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.granary.fetchverify.component.Door.Answer;
import dev.granary.testing.Gate;
import dev.granary.testing.http.Fault;
import dev.granary.testing.npm.NpmVersion;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How the bytes of a file can come wrong, by the numbers of the fault list, seen by a client of the mirror. */
@QuarkusTest
@QuarkusTestResource(Mirror.class)
class TransferFaultsTest {
    /** Shorter than what is held back, so that nothing leaves before all of it is verified. */
    private static final int SMALL = 20_000;

    private static final int LARGE = 400_000;

    @TestHTTPResource
    @Nullable
    URI base;

    @BeforeEach
    @AfterEach
    void settle() {
        door().settle();
    }

    @Test
    void fault1AFlippedByteNeverReachesTheClient() throws IOException {
        // Given
        String path = publish("flipped", SMALL);
        Mirror.UPSTREAM.fault("/flipped/-/*", Fault.flipByte());

        // When
        Answer answer = door().get(path);

        // Then
        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.code()).isEqualTo("INTEGRITY_MISMATCH");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertNothingIncoming();

        // When
        door().settle();
        Answer healed = door().get(path);

        // Then
        assertThat(healed.body()).isEqualTo(Mirror.NPM.tarball("flipped", "1.0.0"));
    }

    @Test
    void fault1AFlippedByteInALargeFileCutsTheAnswerShort() {
        // Given
        String path = publish("flipped-large", LARGE);
        Mirror.UPSTREAM.fault("/flipped-large/-/*", new Fault.FlipByte(-1));

        // Then: an honest client can't take what came for the whole file
        assertNotWhole(path);

        // When
        door().settle();

        // Then
        assertThat(door().get(path).body()).isEqualTo(Mirror.NPM.tarball("flipped-large", "1.0.0"));
    }

    @ParameterizedTest
    @ValueSource(ints = {SMALL, LARGE})
    void fault5ATruncatedBodyIsResumedOrAskedForAgain(int size) throws IOException {
        // Given
        String name = "truncated-" + size;
        String path = publish(name, size);
        Mirror.UPSTREAM.faultTimes(1, "/" + name + "/-/*", new Fault.Truncate(size / 2));

        // When
        Answer answer = door().get(path);

        // Then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(Mirror.NPM.tarball(name, "1.0.0"));
        assertNothingIncoming();
    }

    @Test
    void fault5ABodyThatAlwaysBreaksOffIsNoAnswer() throws IOException {
        // Given
        String path = publish("always-truncated", SMALL);
        Mirror.UPSTREAM.fault("/always-truncated/-/*", new Fault.Truncate(100));

        // When
        Answer answer = door().get(path);

        // Then
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.code()).isEqualTo("UPSTREAM_UNREACHABLE");
        assertThat(answer.header("Retry-After")).isNotEmpty();
        assertNothingIncoming();
    }

    @Test
    void fault5AnEarlyCloseIsAskedForAgain() {
        // Given
        String path = publish("closed-early", SMALL);
        Mirror.UPSTREAM.faultTimes(1, "/closed-early/-/*", new Fault.CloseEarly());

        // Then
        assertThat(door().get(path).body()).isEqualTo(Mirror.NPM.tarball("closed-early", "1.0.0"));
    }

    @Test
    void fault5AShortBodyThatLooksWholeIsNotServed() {
        // Given
        String path = publish("shortened", SMALL);
        Mirror.UPSTREAM.fault("/shortened/-/*", new Fault.Shorten(SMALL / 2));

        // When
        Answer answer = door().get(path);

        // Then
        assertThat(answer.code()).isEqualTo("INTEGRITY_MISMATCH");
    }

    @Test
    void fault5AChunkedBodyWithoutItsEndIsNotServed() {
        // Given
        String path = publish("unterminated", SMALL);
        Mirror.UPSTREAM.fault("/unterminated/-/*", new Fault.Unterminated(SMALL));

        // When
        Answer answer = door().get(path);

        // Then
        assertThat(answer.status()).isIn(502, 503);
    }

    @Test
    void fault6ABodyThatIsTooLongIsNotServed() {
        // Given
        String path = publish("overrun", SMALL);
        Mirror.UPSTREAM.fault("/overrun/-/*", new Fault.Overrun(1));

        // When
        Answer answer = door().get(path);

        // Then
        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.code()).isEqualTo("INTEGRITY_MISMATCH");
    }

    @Test
    void fault6BytesAfterTheEndBelongToNobody() {
        // Given
        String path = publish("surplus", SMALL);
        String next = publish("after-surplus", SMALL);
        Mirror.UPSTREAM.fault("/surplus/-/*", new Fault.Surplus(50));

        // When
        Answer first = door().get(path);
        Answer second = door().get(next);

        // Then
        assertThat(first.body()).isEqualTo(Mirror.NPM.tarball("surplus", "1.0.0"));
        assertThat(second.body()).isEqualTo(Mirror.NPM.tarball("after-surplus", "1.0.0"));
    }

    @Test
    void fault7WhenARangeIsIgnoredTheTransferBeginsAnew() {
        // Given
        String path = publish("rangeless", SMALL);
        Mirror.UPSTREAM.faultTimes(1, "/rangeless/-/*", new Fault.Truncate(SMALL / 2));
        Mirror.UPSTREAM.fault("/rangeless/-/*", new Fault.IgnoreRange());

        // When
        Answer answer = door().get(path);

        // Then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(Mirror.NPM.tarball("rangeless", "1.0.0"));
    }

    @Test
    void fault7WhenTheEntityTagChangesTheTransferBeginsAnew() {
        // Given
        String path = publish("retagged", SMALL);
        Mirror.UPSTREAM.faultTimes(1, "/retagged/-/*", new Fault.Truncate(SMALL / 2));
        Mirror.UPSTREAM.fault("/retagged/-/*", new Fault.ChangeEtag());

        // When
        Answer answer = door().get(path);

        // Then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(Mirror.NPM.tarball("retagged", "1.0.0"));
    }

    @Test
    void fault7AClientThatHasHadBytesGoesOnWhenTheTransferBeginsAnew() {
        // Given: so much comes before it breaks that clients have had most of it
        String path = publish("begun-anew", LARGE);
        Mirror.UPSTREAM.faultTimes(1, "/begun-anew/-/*", new Fault.Truncate(LARGE - 1000));
        Mirror.UPSTREAM.fault("/begun-anew/-/*", new Fault.IgnoreRange());

        // When
        Answer answer = door().get(path);

        // Then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(Mirror.NPM.tarball("begun-anew", "1.0.0"));
    }

    @Test
    void fault8ATarballLabelledAsGzipIsTakenAsPublished() {
        // Given
        String path = publish("labelled", SMALL);
        Mirror.UPSTREAM.fault("/labelled/-/*", new Fault.LabelGzip());

        // When
        Answer answer = door().get(path);

        // Then
        assertThat(answer.body()).isEqualTo(Mirror.NPM.tarball("labelled", "1.0.0"));
        assertThat(answer.header("Content-Encoding")).isEmpty();
    }

    @Test
    void fault9AnUpstreamThatDripsIsCutOff() {
        // Given
        String path = publish("dripping", SMALL);
        String other = publish("not-dripping", SMALL);
        Mirror.UPSTREAM.fault("/dripping/-/*", new Fault.Drip(1, Duration.ofMillis(100)));
        Thread waiting = Thread.ofVirtual().start(() -> door().get(path));

        // When
        long start = System.nanoTime();
        Answer meanwhile = door().get(other);
        Answer answer = door().get(path);
        Duration took = Duration.ofNanos(System.nanoTime() - start);

        // Then
        assertThat(meanwhile.status()).isEqualTo(200);
        assertThat(answer.status()).isEqualTo(503);
        assertThat(took).isLessThan(Duration.ofSeconds(30)); // all of it would take half an hour
        waiting.interrupt();
    }

    @Test
    void fault9AnUpstreamThatSaysNothingIsCutOff() {
        // Given
        String path = publish("hanging", SMALL);
        Gate gate = Gate.closed();
        Mirror.UPSTREAM.fault("/hanging", new Fault.Hang(gate));
        Mirror.UPSTREAM.fault("/hanging/-/*", new Fault.Hang(gate));

        // When
        Answer answer = door().get(path);
        gate.open();

        // Then
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.header("Retry-After")).isNotEmpty();
    }

    private static String publish(String name, int size) {
        Mirror.NPM.publish(NpmVersion.of(name, "1.0.0").padded(size));
        return "/npm/" + name + "/-/" + name + "-1.0.0.tgz";
    }

    /** The answer is an error, or breaks off: never a whole body. */
    private void assertNotWhole(String path) {
        assertThatThrownBy(() -> {
                    Answer answer = door().get(path);
                    if (answer.status() == 200) {
                        throw new AssertionError("a whole answer of " + answer.body().length + " bytes");
                    }
                    throw new IOException("refused with " + answer.code());
                })
                .satisfiesAnyOf(e -> assertThat(e).isInstanceOf(IOException.class), e -> assertThat(e)
                        .hasCauseInstanceOf(IOException.class));
    }

    /** No file is left of what was not kept. */
    private static void assertNothingIncoming() throws IOException {
        try (Stream<Path> files = Files.walk(Mirror.data())) {
            assertThat(files.filter(Files::isRegularFile)
                            .filter(file -> file.toString().contains("incoming")
                                    || file.toString().contains("temp")))
                    .isEmpty();
        }
    }

    private Door door() {
        return new Door(requireNonNull(base));
    }
}
