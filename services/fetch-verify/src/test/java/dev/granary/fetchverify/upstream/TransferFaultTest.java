package dev.granary.fetchverify.upstream;

import static dev.granary.fetchverify.upstream.ScriptedServer.ok;
import static dev.granary.fetchverify.upstream.UpstreamFixture.artifact;
import static dev.granary.fetchverify.upstream.UpstreamFixture.configured;
import static dev.granary.fetchverify.upstream.UpstreamFixture.document;
import static dev.granary.fetchverify.upstream.UpstreamFixture.settings;
import static dev.granary.fetchverify.upstream.UpstreamFixture.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.granary.fetchverify.source.RestartRequiredException;
import dev.granary.fetchverify.source.UpstreamAnswer;
import dev.granary.fetchverify.source.UpstreamAnswer.Content;
import dev.granary.fetchverify.source.UpstreamRequest;
import dev.granary.fetchverify.upstream.ScriptedServer.Script;
import dev.granary.kernel.ByteCount;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Transfers that break, lie about their length, or drip. */
class TransferFaultTest {
    private static final Vertx VERTX = Vertx.vertx();
    private static final String BODY = "0123456789".repeat(10_000);

    @AfterAll
    static void stop() {
        VERTX.close();
    }

    private static VertxUpstreamClient client(URI base) {
        return UpstreamFixture.client(VERTX, settings(configured(base)));
    }

    /** Promises the whole body and leaves after {@code count} bytes. */
    private static Script breakingAfter(int count, String... fields) {
        StringBuilder head = new StringBuilder("HTTP/1.1 200 OK\r\nContent-Length: " + BODY.length() + "\r\n");
        for (String field : fields) {
            head.append(field).append("\r\n");
        }
        String start = head + "\r\n" + BODY.substring(0, count);
        return call -> {
            call.write(start);
            call.cut();
        };
    }

    /** The rest of the body, as a range answer. */
    private static Script rest(String etag) {
        return call -> {
            int from = Integer.parseInt(call.header("range").replaceAll("bytes=([0-9]+)-", "$1"));
            String rest = BODY.substring(from);
            call.write("HTTP/1.1 206 Partial Content\r\nContent-Length: " + rest.length() + "\r\nETag: " + etag
                    + "\r\nContent-Range: bytes " + from + "-" + (BODY.length() - 1) + "/" + BODY.length()
                    + "\r\n\r\n" + rest);
        };
    }

    @Test
    void fault5AnArtifactThatBreaksOffIsResumed() throws IOException {
        // Given
        try (var server = ScriptedServer.start(breakingAfter(40_000, "ETag: \"v1\""), rest("\"v1\""));
                var client = client(server.base())) {
            Content answer = (Content) client.ask(artifact(server.base(), "a.tgz"));

            // When
            String read = text(answer.body());

            // Then
            assertThat(read).isEqualTo(BODY);
            assertThat(answer.body().attempts()).isEqualTo(2);
            assertThat(server.calls().getLast().header("if-range")).isEqualTo("\"v1\"");
            answer.body().close();
        }
    }

    @Test
    void fault5AnArtifactThatBreaksBeforeItsFirstByteIsAskedForAgain() throws IOException {
        // Given
        try (var server = ScriptedServer.start(breakingAfter(0), ok(BODY));
                var client = client(server.base())) {

            // When
            String read = text(client.ask(artifact(server.base(), "a.tgz")));

            // Then
            assertThat(read).isEqualTo(BODY);
            assertThat(server.calls().getLast().header("range")).isEmpty();
        }
    }

    @Test
    void fault5ADocumentThatBreaksOffIsNeverShort() {
        // Given
        try (var server = ScriptedServer.start(breakingAfter(40_000, "ETag: \"v1\""));
                var client = client(server.base())) {

            // When
            UpstreamAnswer answer = client.ask(document(server.base(), "left-pad"));

            // Then
            assertThatThrownBy(() -> text(answer))
                    .isInstanceOf(IOException.class)
                    .isNotInstanceOf(RestartRequiredException.class)
                    .hasMessageContaining("broke after")
                    .hasMessageContaining("of 100000 bytes");
        }
    }

    @Test
    void fault5WithoutAStrongEntityTagTheReaderStartsAgain() {
        // Given
        try (var server = ScriptedServer.start(breakingAfter(40_000, "ETag: W/\"v1\""));
                var client = client(server.base())) {

            // When
            UpstreamAnswer answer = client.ask(artifact(server.base(), "a.tgz"));

            // Then
            assertThatThrownBy(() -> text(answer)).isInstanceOf(RestartRequiredException.class);
            assertThat(server.calls()).hasSize(1);
        }
    }

    @Test
    void fault6ABodyLongerThanAllowedIsCut() {
        // Given
        try (var server = ScriptedServer.start(call -> {
                    call.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
                    while (true) {
                        call.write("3e8\r\n" + "x".repeat(1000) + "\r\n");
                    }
                });
                var client = client(server.base())) {
            UpstreamRequest plain = artifact(server.base(), "a.tgz");
            UpstreamRequest small = new UpstreamRequest(
                    plain.upstream(),
                    plain.target(),
                    plain.kind(),
                    plain.accept(),
                    plain.validators(),
                    ByteCount.of(5_000));

            // When
            UpstreamAnswer answer = client.ask(small);

            // Then
            assertThatThrownBy(() -> text(answer)).hasMessageContaining("sends more than the 5000 bytes");
        }
    }

    @Test
    void fault6ADeclaredLengthThatIsNotAllowedIsRefusedBeforeAnyByte() {
        // Given
        try (var server = ScriptedServer.start(call -> {
                    call.write("HTTP/1.1 200 OK\r\nContent-Length: 9999999999\r\n\r\nabc");
                    call.hang();
                });
                var client = client(server.base())) {

            // When
            UpstreamAnswer answer = client.ask(artifact(server.base(), "a.tgz"));

            // Then
            assertThatThrownBy(() -> text(answer)).hasMessageContaining("sends more than the");
        }
    }

    @Test
    void fault7AnIgnoredRangeMeansStartingAgain() {
        // Given
        try (var server = ScriptedServer.start(breakingAfter(40_000, "ETag: \"v1\""), ok(BODY, "ETag: \"v1\""));
                var client = client(server.base())) {

            // When
            UpstreamAnswer answer = client.ask(artifact(server.base(), "a.tgz"));

            // Then
            assertThatThrownBy(() -> text(answer))
                    .isInstanceOf(RestartRequiredException.class)
                    .hasMessageContaining("answered 200 to a request for the rest");
        }
    }

    @Test
    void fault7AChangedFileMeansStartingAgain() {
        // Given
        try (var server = ScriptedServer.start(breakingAfter(40_000, "ETag: \"v1\""), rest("\"v2\""));
                var client = client(server.base())) {

            // When
            UpstreamAnswer answer = client.ask(artifact(server.base(), "a.tgz"));

            // Then
            assertThatThrownBy(() -> text(answer))
                    .isInstanceOf(RestartRequiredException.class)
                    .hasMessageContaining("changed meanwhile");
        }
    }

    @Test
    void fault8AnArtifactIsTakenAsPublishedWhateverItsEncodingSays() throws IOException {
        // Given
        String zipped = "\u001f\u008b these are the bytes of a .tgz";
        try (var server = ScriptedServer.start(ok(zipped, "Content-Encoding: gzip"));
                var client = client(server.base())) {

            // When
            UpstreamAnswer answer = client.ask(artifact(server.base(), "a.tgz"));

            // Then
            assertThat(text(answer)).isEqualTo(zipped);
            assertThat(server.calls().getFirst().header("accept-encoding")).isEqualTo("identity");
        }
    }

    @Test
    void fault9AnArtifactThatDripsIsCut() {
        // Given
        try (var server = ScriptedServer.start(call -> {
                    call.write("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
                    while (true) {
                        call.write("x");
                        Thread.sleep(50);
                    }
                });
                var client = client(server.base())) {

            // When
            UpstreamAnswer answer = client.ask(artifact(server.base(), "a.tgz"));

            // Then
            assertThatThrownBy(() -> text(answer)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void brokenGzipIsAFailureNotAnEnd() {
        // Given
        try (var server = ScriptedServer.start(ok("\u001f\u008bnonsense", "Content-Encoding: gzip"));
                var client = client(server.base())) {

            // When
            UpstreamAnswer answer = client.ask(document(server.base(), "left-pad"));

            // Then
            assertThatThrownBy(() -> text(answer)).hasMessageContaining("can't be decoded");
        }
    }
}
