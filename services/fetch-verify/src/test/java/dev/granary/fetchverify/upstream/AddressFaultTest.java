package dev.granary.fetchverify.upstream;

import static dev.granary.fetchverify.upstream.ScriptedServer.answering;
import static dev.granary.fetchverify.upstream.ScriptedServer.ok;
import static dev.granary.fetchverify.upstream.UpstreamFixture.artifact;
import static dev.granary.fetchverify.upstream.UpstreamFixture.configured;
import static dev.granary.fetchverify.upstream.UpstreamFixture.limits;
import static dev.granary.fetchverify.upstream.UpstreamFixture.settings;
import static dev.granary.fetchverify.upstream.UpstreamFixture.surroundings;
import static dev.granary.fetchverify.upstream.UpstreamFixture.text;
import static dev.granary.fetchverify.upstream.UpstreamFixture.unwatched;
import static dev.granary.fetchverify.upstream.UpstreamFixture.upstream;
import static org.assertj.core.api.Assertions.assertThat;

import dev.granary.fetchverify.settings.UpstreamSettings;
import dev.granary.fetchverify.source.Origin;
import dev.granary.fetchverify.source.UpstreamAnswer;
import dev.granary.fetchverify.source.UpstreamAnswer.Forbidden;
import dev.granary.fetchverify.source.UpstreamAnswer.Unavailable;
import dev.granary.fetchverify.source.UpstreamRequest.Kind;
import dev.granary.fetchverify.upstream.wire.Resolver;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Names and redirects that lead where they must not. */
class AddressFaultTest {
    private static final Vertx VERTX = Vertx.vertx();

    @AfterAll
    static void stop() {
        VERTX.close();
    }

    private static VertxUpstreamClient client(UpstreamSettings upstream, Map<String, String> names) {
        return new VertxUpstreamClient(
                VERTX, settings(upstream), limits(), surroundings(InstantSource.system(), names), unwatched());
    }

    private static UpstreamSettings inside(URI base, URI... extra) {
        List<Origin> origins = List.of(extra).stream().map(Origin::of).toList();
        return new UpstreamSettings(upstream(base), Optional.empty(), origins, true);
    }

    @Test
    void aNameInsideIsAskedWhenConfigurationAllowsIt() throws IOException {
        // Given
        try (var server = ScriptedServer.start(ok("fine"));
                var client = client(inside(server.baseAs("registry.test")), Map.of("registry.test", "127.0.0.1"))) {

            // When
            UpstreamAnswer answer = client.ask(artifact(server.baseAs("registry.test"), "a.tgz"));

            // Then
            assertThat(text(answer)).isEqualTo("fine");
            assertThat(server.calls().getFirst().header("host")).isEqualTo("registry.test:" + server.port());
        }
    }

    @Test
    void fault25ANameThatLeadsInsideIsRefusedWithoutAConnection() {
        // Given
        try (var server = ScriptedServer.start(ok("secret"));
                var client = client(configured(server.baseAs("registry.test")), Map.of("registry.test", "127.0.0.1"))) {

            // When
            UpstreamAnswer answer = client.ask(artifact(server.baseAs("registry.test"), "a.tgz"));

            // Then
            assertThat(answer).isInstanceOfSatisfying(Forbidden.class, forbidden -> assertThat(forbidden.sentence())
                    .contains("allow_private"));
            assertThat(server.connections()).isZero();
        }
    }

    @Test
    void fault25ANameIsResolvedOnceAndOnlyTheCheckedAddressIsConnectedTo() throws IOException {
        // Given
        AtomicInteger asked = new AtomicInteger();
        Resolver rebinding =
                host -> List.of(InetAddress.ofLiteral(asked.getAndIncrement() == 0 ? "127.0.0.1" : "169.254.169.254"));
        Surroundings surroundings = new Surroundings(InstantSource.system(), new Random(1), rebinding, Map.of());
        try (var server = ScriptedServer.start(ok("fine"));
                var client = new VertxUpstreamClient(
                        VERTX, settings(inside(server.baseAs("registry.test"))), limits(), surroundings, unwatched())) {

            // When
            UpstreamAnswer answer = client.ask(artifact(server.baseAs("registry.test"), "a.tgz"));

            // Then
            assertThat(text(answer)).isEqualTo("fine");
            assertThat(asked).hasValue(1);
        }
    }

    @Test
    void fault25ARedirectToAPrivateAddressIsRefused() {
        // Given
        try (var other = ScriptedServer.start(ok("secret"));
                var server = ScriptedServer.start(
                        answering("302 Found", "", "Location: http://10.0.0.1/a.tgz"),
                        answering("302 Found", "", "Location: " + other.base() + "a.tgz"),
                        answering("302 Found", "", "Location: file:///etc/passwd"),
                        answering("302 Found", "", "Location: http://inside.test:" + other.port() + "/"));
                var client = client(
                        new UpstreamSettings(
                                upstream(server.base()),
                                Optional.empty(),
                                List.of(Origin.of(other.baseAs("inside.test"))),
                                false),
                        Map.of("inside.test", "127.0.0.1"))) {

            // When
            List<UpstreamAnswer> answers = List.of(
                    client.ask(artifact(server.base(), "a.tgz")),
                    client.ask(artifact(server.base(), "a.tgz")),
                    client.ask(artifact(server.base(), "a.tgz")),
                    client.ask(artifact(server.base(), "a.tgz")));

            // Then
            assertThat(answers).allSatisfy(answer -> assertThat(answer).isInstanceOf(Forbidden.class));
            assertThat(other.connections()).isZero();
            assertThat(server.calls()).hasSize(4);
        }
    }

    @Test
    void ofSeveralAddressesTheOneThatAnswersIsFound() throws IOException {
        // Given: nothing listens on the first
        Resolver two = host -> List.of(InetAddress.ofLiteral("127.0.0.2"), InetAddress.ofLiteral("127.0.0.1"));
        Surroundings surroundings = new Surroundings(InstantSource.system(), new Random(1), two, Map.of());
        try (var server = ScriptedServer.start(ok("fine"));
                var client = new VertxUpstreamClient(
                        VERTX, settings(inside(server.baseAs("registry.test"))), limits(), surroundings, unwatched())) {

            // When
            UpstreamAnswer answer = client.ask(artifact(server.baseAs("registry.test"), "a.tgz"));

            // Then
            assertThat(text(answer)).isEqualTo("fine");
        }
    }

    @Test
    void aRedirectToAnAllowedAddressIsFollowed() throws IOException {
        // Given
        try (var files = ScriptedServer.start(ok("fine"));
                var server = ScriptedServer.start(
                        answering("301 Moved Permanently", "", "Location: /b.tgz"),
                        answering("307 Temporary Redirect", "", "Location: " + files.base() + "c.tgz?token=1"));
                var client = client(inside(server.base(), files.base()), Map.of())) {

            // When
            UpstreamAnswer answer = client.ask(artifact(server.base(), "a.tgz"));

            // Then
            assertThat(text(answer)).isEqualTo("fine");
            assertThat(files.calls().getFirst().line()).isEqualTo("GET /c.tgz?token=1 HTTP/1.1");
        }
    }

    @Test
    void aLoopOfRedirectsEnds() {
        // Given
        try (var server = ScriptedServer.start(answering("302 Found", "", "Location: /again"));
                var client = client(configured(server.base()), Map.of())) {

            // When
            UpstreamAnswer answer = client.ask(artifact(server.base(), "a.tgz"));

            // Then
            assertThat(answer)
                    .isInstanceOfSatisfying(Unavailable.class, unavailable -> assertThat(unavailable.sentence())
                            .contains("more than 3 times"));
        }
    }

    @Test
    void aResolverThatHangsDelaysNobodyForLong() {
        // Given
        Resolver hanging = host -> {
            try {
                Thread.sleep(Duration.ofMinutes(1));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return List.of();
        };
        URI base = URI.create("http://registry.test/");
        Surroundings surroundings = new Surroundings(InstantSource.system(), new Random(1), hanging, Map.of());
        try (var client =
                new VertxUpstreamClient(VERTX, settings(configured(base)), limits(), surroundings, unwatched())) {

            // When
            UpstreamAnswer answer = client.ask(UpstreamFixture.request(Kind.RELAY, base, base.resolve("a")));

            // Then
            assertThat(answer)
                    .isInstanceOfSatisfying(Unavailable.class, unavailable -> assertThat(unavailable.sentence())
                            .contains("could not be resolved in time"));
        }
    }
}
