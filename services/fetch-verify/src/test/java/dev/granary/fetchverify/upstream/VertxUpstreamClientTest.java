package dev.granary.fetchverify.upstream;

import static dev.granary.fetchverify.upstream.ScriptedServer.answering;
import static dev.granary.fetchverify.upstream.ScriptedServer.ok;
import static dev.granary.fetchverify.upstream.UpstreamFixture.artifact;
import static dev.granary.fetchverify.upstream.UpstreamFixture.configured;
import static dev.granary.fetchverify.upstream.UpstreamFixture.document;
import static dev.granary.fetchverify.upstream.UpstreamFixture.request;
import static dev.granary.fetchverify.upstream.UpstreamFixture.settings;
import static dev.granary.fetchverify.upstream.UpstreamFixture.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.granary.fetchverify.source.UpstreamAnswer;
import dev.granary.fetchverify.source.UpstreamAnswer.Absent;
import dev.granary.fetchverify.source.UpstreamAnswer.Content;
import dev.granary.fetchverify.source.UpstreamAnswer.Forbidden;
import dev.granary.fetchverify.source.UpstreamAnswer.Unavailable;
import dev.granary.fetchverify.source.UpstreamAnswer.Unchanged;
import dev.granary.fetchverify.source.UpstreamRequest;
import dev.granary.fetchverify.source.UpstreamRequest.Kind;
import dev.granary.fetchverify.source.UpstreamRequest.Validators;
import io.vertx.core.Vertx;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What every kind of request has in common: allow list, header, body, ends. */
class VertxUpstreamClientTest {
    private static final Vertx VERTX = Vertx.vertx();

    @AfterAll
    static void stop() {
        VERTX.close();
    }

    private static VertxUpstreamClient client(URI base) {
        return UpstreamFixture.client(VERTX, settings(configured(base)));
    }

    @Test
    void readsADocumentWithItsValidators() throws IOException {
        // Given
        try (var server = ScriptedServer.start(ok("{}", "ETag: \"1\"", "Content-Type: application/json"));
                var client = client(server.base())) {

            // When
            UpstreamAnswer answer = client.ask(document(server.base(), "left-pad"));

            // Then
            assertThat(answer).isInstanceOfSatisfying(Content.class, content -> {
                assertThat(content.headers().etag()).isEqualTo("\"1\"");
                assertThat(content.headers().contentType()).isEqualTo("application/json");
                assertThat(content.headers().length()).hasValue(2);
            });
            assertThat(text(answer)).isEqualTo("{}");
            assertThat(server.calls().getFirst().line()).isEqualTo("GET /left-pad HTTP/1.1");
            assertThat(server.calls().getFirst().header("accept-encoding")).isEqualTo("gzip");
        }
    }

    @Test
    void readsABodyThatIsMuchLongerThanTheWindow() throws IOException {
        // Given
        String body = "0123456789abcdef".repeat(60_000);
        try (var server = ScriptedServer.start(ok(body));
                var client = client(server.base())) {

            // When
            String read = text(client.ask(artifact(server.base(), "large.tgz")));

            // Then
            assertThat(read).isEqualTo(body);
        }
    }

    @Test
    void usesConnectionsAgain() throws IOException {
        // Given
        try (var server = ScriptedServer.start(ok("bytes"));
                var client = client(server.base())) {

            // When
            for (int i = 0; i < 20; i++) {
                text(client.ask(artifact(server.base(), "a.tgz")));
            }

            // Then
            assertThat(server.calls()).hasSize(20);
            assertThat(server.connections()).isLessThan(5);
        }
    }

    @Test
    void closingEarlyFreesTheConnectionWithoutReadingTheRest() throws IOException {
        // Given
        try (var server = ScriptedServer.start(ok("x".repeat(900_000)), ok("next"));
                var client = client(server.base())) {
            UpstreamAnswer first = client.ask(artifact(server.base(), "a.tgz"));

            // When
            ((Content) first).body().close();

            // Then
            assertThat(text(client.ask(artifact(server.base(), "b.tgz")))).isEqualTo("next");
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @Test
    void says304OnlyWhenSomethingIsHeld() {
        // Given
        try (var server = ScriptedServer.start(answering("304 Not Modified", "", "ETag: \"1\""));
                var client = client(server.base())) {
            UpstreamRequest plain = document(server.base(), "left-pad");
            UpstreamRequest conditional = new UpstreamRequest(
                    plain.upstream(),
                    plain.target(),
                    plain.kind(),
                    plain.accept(),
                    Optional.of(new Validators("\"1\"", "")),
                    plain.largest());

            // When
            UpstreamAnswer answer = client.ask(conditional);
            UpstreamAnswer unasked = client.ask(plain);

            // Then
            assertThat(answer).isInstanceOf(Unchanged.class);
            assertThat(server.calls().getFirst().header("if-none-match")).isEqualTo("\"1\"");
            assertThat(unasked).isInstanceOf(Unavailable.class);
        }
    }

    @Test
    void tellsAbsenceFromFailure() {
        // Given
        try (var server = ScriptedServer.start(
                        answering("404 Not Found", "{}"), answering("410 Gone", ""), answering("418 No", ""));
                var client = client(server.base())) {
            UpstreamRequest request = document(server.base(), "left-pad");

            // When
            List<UpstreamAnswer> answers = List.of(client.ask(request), client.ask(request), client.ask(request));

            // Then
            assertThat(answers.get(0)).isEqualTo(new Absent(404));
            assertThat(answers.get(1)).isEqualTo(new Absent(410));
            assertThat(answers.get(2)).isInstanceOf(UpstreamAnswer.Denied.class);
        }
    }

    @Test
    void decodesTheGzipOfADocument() throws IOException {
        // Given
        String zipped = gzip("{\"name\":\"left-pad\"}");
        try (var server = ScriptedServer.start(ok(zipped, "Content-Encoding: gzip"));
                var client = client(server.base())) {

            // When
            UpstreamAnswer answer = client.ask(document(server.base(), "left-pad"));

            // Then
            assertThat(((Content) answer).headers().length()).isEmpty();
            assertThat(text(answer)).isEqualTo("{\"name\":\"left-pad\"}");
        }
    }

    @Test
    void fault24AddressesOutsideTheAllowListAreForbiddenWithoutAConnection() {
        // Given
        try (var server = ScriptedServer.start(ok("ok"));
                var other = ScriptedServer.start(ok("secret"));
                var client = client(server.base())) {
            List<String> targets = List.of(
                    "http://169.254.169.254/latest/meta-data/",
                    "file:///etc/passwd",
                    "https://127.0.0.1:" + server.port() + "/a",
                    "http://user@127.0.0.1:" + server.port() + "/a",
                    "http://127.0.0.1:" + other.port() + "/a");

            // When
            List<UpstreamAnswer> answers = targets.stream()
                    .map(target -> client.ask(request(Kind.ARTIFACT, server.base(), URI.create(target))))
                    .toList();

            // Then
            assertThat(answers).allSatisfy(answer -> assertThat(answer)
                    .isInstanceOfSatisfying(Forbidden.class, forbidden -> assertThat(forbidden.sentence())
                            .contains("extra_hosts")));
            assertThat(server.connections() + other.connections()).isZero();
        }
    }

    @Test
    void aRefusedConnectionIsAnAnswer() {
        // Given
        URI gone;
        try (var server = ScriptedServer.start()) {
            gone = server.base();
        }
        try (var client = client(gone)) {

            // When
            UpstreamAnswer answer = client.ask(document(gone, "left-pad"));

            // Then
            assertThat(answer).isInstanceOfSatisfying(Unavailable.class, unavailable -> assertThat(unavailable.asked())
                    .isTrue());
        }
    }

    @Test
    void aSilentUpstreamIsGivenUp() {
        // Given
        try (var server = ScriptedServer.start(ScriptedServer.Call::hang);
                var client = client(server.base())) {

            // When
            UpstreamAnswer answer = client.ask(request(Kind.RELAY, server.base(), server.base()));

            // Then
            assertThat(answer)
                    .isInstanceOfSatisfying(Unavailable.class, unavailable -> assertThat(unavailable.sentence())
                            .endsWith("no answer came in time."));
        }
    }

    @Test
    void fault9ABodyThatDripsIsCutByTheMinimumRate() {
        // Given
        try (var server = ScriptedServer.start(call -> {
                    call.write("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
                    while (true) {
                        call.write("x");
                        Thread.sleep(50);
                    }
                });
                var client = client(server.base())) {
            Content content = (Content) client.ask(request(Kind.DOCUMENT, server.base(), server.base()));

            // When / Then
            assertThatThrownBy(() -> text(content.body()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("sends too slowly");
            content.body().close();
        }
    }

    @Test
    void fault28ControlCharactersOfAnUpstreamsHeaderAreNeverReflected() throws IOException {
        // Given
        try (var server = ScriptedServer.start(
                        call -> call.write(
                                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nETag: \"a\rX-Evil: 1\"\r\nContent-Type: te\u0000xt\r\n\r\nok"));
                var client = client(server.base())) {

            // When
            UpstreamAnswer answer = client.ask(document(server.base(), "left-pad"));

            // Then
            if (answer instanceof Content content) {
                assertThat(content.headers().etag()).isEmpty();
                assertThat(content.headers().contentType()).isEmpty();
                content.body().close();
            } else {
                assertThat(answer).isInstanceOf(Unavailable.class);
            }
        }
    }

    private static String gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }
}
