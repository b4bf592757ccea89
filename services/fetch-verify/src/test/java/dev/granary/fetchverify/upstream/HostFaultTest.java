package dev.granary.fetchverify.upstream;

import static dev.granary.fetchverify.upstream.ScriptedServer.answering;
import static dev.granary.fetchverify.upstream.ScriptedServer.ok;
import static dev.granary.fetchverify.upstream.UpstreamFixture.artifact;
import static dev.granary.fetchverify.upstream.UpstreamFixture.configured;
import static dev.granary.fetchverify.upstream.UpstreamFixture.document;
import static dev.granary.fetchverify.upstream.UpstreamFixture.limits;
import static dev.granary.fetchverify.upstream.UpstreamFixture.request;
import static dev.granary.fetchverify.upstream.UpstreamFixture.settings;
import static dev.granary.fetchverify.upstream.UpstreamFixture.surroundings;
import static dev.granary.fetchverify.upstream.UpstreamFixture.text;
import static dev.granary.fetchverify.upstream.UpstreamFixture.unwatched;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.granary.fetchverify.settings.NetworkSettings;
import dev.granary.fetchverify.source.UpstreamAnswer;
import dev.granary.fetchverify.source.UpstreamAnswer.Content;
import dev.granary.fetchverify.source.UpstreamAnswer.Denied;
import dev.granary.fetchverify.source.UpstreamAnswer.Unavailable;
import dev.granary.fetchverify.source.UpstreamRequest.Kind;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Hosts that fail, hang, or ask to be left alone: breaker, retries, pauses, places. */
class HostFaultTest {
    private static final Vertx VERTX = Vertx.vertx();
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));

    @AfterAll
    static void stop() {
        VERTX.close();
    }

    private VertxUpstreamClient client(URI base) {
        return new VertxUpstreamClient(
                VERTX, settings(configured(base)), limits(), surroundings(now::get, Map.of()), unwatched());
    }

    private void pass(Duration time) {
        now.updateAndGet(before -> before.plus(time));
    }

    private static void failThreeTimes(VertxUpstreamClient client, ScriptedServer server) {
        for (int i = 0; i < 3; i++) {
            assertThat(unavailable(client.ask(document(server.base(), "a"))).asked())
                    .isTrue();
        }
    }

    private static Unavailable unavailable(UpstreamAnswer answer) {
        assertThat(answer).isInstanceOf(Unavailable.class);
        return (Unavailable) answer;
    }

    @Test
    void aFailureIsRetriedAndTheRetryCounts() throws IOException {
        // Given
        try (var server = ScriptedServer.start(answering("502 Bad Gateway", ""), ok("fine"));
                var client = client(server.base())) {

            // When
            Content answer = (Content) client.ask(artifact(server.base(), "a.tgz"));

            // Then
            assertThat(text(answer.body())).isEqualTo("fine");
            assertThat(answer.body().attempts()).isEqualTo(2);
            answer.body().close();
        }
    }

    @Test
    void aRequestThatFailsCountsOnceHoweverOftenItIsRetried() {
        // Given
        try (var server = ScriptedServer.start(answering("500 Internal Server Error", ""));
                var client = client(server.base())) {

            // When
            List<Unavailable> answers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                answers.add(unavailable(client.ask(document(server.base(), "a"))));
            }

            // Then: the third opens the breaker, after nine tries
            assertThat(answers.stream().map(Unavailable::asked)).containsExactly(true, true, true, false);
            assertThat(server.calls()).hasSize(9);
        }
    }

    @Test
    void aRetryThatSucceedsMeansThatTheHostIsWell() throws IOException {
        // Given
        ScriptedServer.Script failing = answering("500 Internal Server Error", "");
        try (var server = ScriptedServer.start(failing);
                var client = client(server.base())) {

            // When: two tries of each request fail
            List<String> answers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                server.replace(failing, failing, ok("fine"));
                answers.add(text(client.ask(document(server.base(), "a"))));
            }

            // Then
            assertThat(answers).containsOnly("fine");
        }
    }

    @Test
    void aTransferThatBreaksForGoodCountsOnceHoweverOftenItIsResumed() {
        // Given
        try (var server = ScriptedServer.start(ok("never"));
                var client = client(server.base())) {

            // When
            for (int i = 0; i < 3; i++) {
                server.replace(
                        call -> {
                            call.write("HTTP/1.1 200 OK\r\nETag: \"a\"\r\nContent-Length: 10\r\n\r\nhalf ");
                            call.cut();
                        },
                        answering("500 Internal Server Error", ""));
                Content content = (Content) client.ask(artifact(server.base(), "a.tgz"));
                assertThatThrownBy(() -> text(content)).isInstanceOf(IOException.class);
            }

            // Then: the third has opened the breaker
            assertThat(server.calls()).hasSizeGreaterThan(9);
            assertThat(unavailable(client.ask(artifact(server.base(), "a.tgz"))).asked())
                    .isFalse();
        }
    }

    @Test
    void aRelayIsNeverRetried() {
        // Given
        try (var server = ScriptedServer.start(answering("502 Bad Gateway", ""));
                var client = client(server.base())) {

            // When
            client.ask(request(Kind.RELAY, server.base(), server.base()));

            // Then
            assertThat(server.calls()).hasSize(1);
        }
    }

    @Test
    void fault12ThreeFailuresOpenTheBreakerForHalfAMinuteAndOneProbeFollows() throws Exception {
        // Given
        try (var server = ScriptedServer.start(answering("500 Internal Server Error", ""));
                var client = client(server.base())) {
            failThreeTimes(client, server);
            int calls = server.calls().size();

            // When
            Unavailable second = unavailable(client.ask(document(server.base(), "a")));
            Duration took = shortest(() -> client.ask(document(server.base(), "a")));

            // Then
            assertThat(second.asked()).isFalse();
            assertThat(second.retryAfter()).contains(Duration.ofSeconds(30));
            assertThat(took).isLessThan(Duration.ofMillis(10));
            assertThat(server.calls()).hasSize(calls);

            // When: half a minute later the first probe is still out
            pass(Duration.ofSeconds(30));
            CompletableFuture<Void> letGo = new CompletableFuture<>();
            server.replace(call -> {
                letGo.join();
                call.write("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nback");
            });
            CompletableFuture<UpstreamAnswer> probe = inBackground(() -> client.ask(document(server.base(), "a")));
            server.awaitCalls(calls + 1);
            Unavailable meanwhile = unavailable(client.ask(document(server.base(), "a")));
            letGo.complete(null);

            // Then
            assertThat(meanwhile.asked()).isFalse();
            assertThat(text(probe.join())).isEqualTo("back");
            assertThat(server.calls()).hasSize(calls + 1);
            assertThat(text(client.ask(document(server.base(), "a")))).isEqualTo("back");
        }
    }

    @Test
    void fault13AProbeThatHangsOpensTheBreakerAgain() {
        // Given
        try (var server = ScriptedServer.start(answering("500 Internal Server Error", ""));
                var client = client(server.base())) {
            failThreeTimes(client, server);
            int calls = server.calls().size();
            server.replace(ScriptedServer.Call::hang);
            pass(Duration.ofSeconds(30));

            // When
            Unavailable probe = unavailable(client.ask(document(server.base(), "a")));
            Unavailable after = unavailable(client.ask(document(server.base(), "a")));

            // Then
            assertThat(probe.asked()).isTrue();
            assertThat(after.asked()).isFalse();
            assertThat(server.calls()).hasSize(calls + 1);

            // When: the next probe finds a host that is well
            server.replace(answering("404 Not Found", ""));
            pass(Duration.ofSeconds(30));

            // Then
            assertThat(client.ask(document(server.base(), "a"))).isEqualTo(new UpstreamAnswer.Absent(404));
        }
    }

    @Test
    void absenceAndRefusalAreNoFailures() {
        // Given
        try (var server = ScriptedServer.start(
                        answering("404 Not Found", ""),
                        answering("410 Gone", ""),
                        answering("401 Unauthorized", ""),
                        answering("403 Forbidden", ""));
                var client = client(server.base())) {

            // When
            List<UpstreamAnswer> answers = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                answers.add(client.ask(document(server.base(), "a")));
            }

            // Then
            assertThat(server.calls()).hasSize(8);
            assertThat(answers).noneMatch(answer -> answer instanceof Unavailable);
        }
    }

    @Test
    void wrongBytesCountAsFailures() throws IOException {
        // Given
        try (var server = ScriptedServer.start(ok("wrong"));
                var client = client(server.base())) {

            // When
            for (int i = 0; i < 3; i++) {
                try (var body = ((Content) client.ask(artifact(server.base(), "a.tgz"))).body()) {
                    text(body);
                    body.reportCorrupt();
                }
            }

            // Then
            assertThat(unavailable(client.ask(artifact(server.base(), "a.tgz"))).asked())
                    .isFalse();
        }
    }

    @Test
    void fault15AHostThatAsksToBeLeftAloneIs() {
        // Given
        try (var server = ScriptedServer.start(answering("429 Too Many Requests", "", "Retry-After: 7200"));
                var client = client(server.base())) {

            // When
            UpstreamAnswer first = client.ask(document(server.base(), "a"));
            pass(Duration.ofMinutes(10));
            Unavailable meanwhile = unavailable(client.ask(document(server.base(), "b")));
            pass(Duration.ofMinutes(50));
            UpstreamAnswer later = client.ask(document(server.base(), "a"));

            // Then
            assertThat(first).isInstanceOfSatisfying(Denied.class, denied -> {
                assertThat(denied.status()).isEqualTo(429);
                assertThat(denied.retryAfter()).contains(Duration.ofHours(1));
            });
            assertThat(meanwhile.asked()).isFalse();
            assertThat(meanwhile.retryAfter()).contains(Duration.ofMinutes(50));
            assertThat(later).isInstanceOf(Denied.class);
            assertThat(server.calls()).hasSize(2);
        }
    }

    @Test
    void fault15AHostThatIsAwayForMaintenanceIsNotRetried() {
        // Given
        try (var server = ScriptedServer.start(answering("503 Service Unavailable", "", "Retry-After: 120"));
                var client = client(server.base())) {

            // When
            Unavailable answer = unavailable(client.ask(document(server.base(), "a")));

            // Then
            assertThat(answer.retryAfter()).contains(Duration.ofMinutes(2));
            assertThat(server.calls()).hasSize(1);
        }
    }

    @Test
    void noMoreRequestsThanPlacesAreUnderWay() {
        // Given
        try (var server = ScriptedServer.start(ok("x".repeat(500_000)));
                var client = client(server.base())) {
            List<Content> open = new ArrayList<>();
            for (int i = 0; i < limits().places().artifacts(); i++) {
                open.add((Content) client.ask(artifact(server.base(), "a.tgz")));
            }

            // When
            Unavailable refused = unavailable(client.ask(artifact(server.base(), "a.tgz")));
            UpstreamAnswer other = client.ask(document(server.base(), "a"));
            open.getFirst().body().close();
            UpstreamAnswer next = client.ask(artifact(server.base(), "a.tgz"));

            // Then
            assertThat(refused.asked()).isFalse();
            assertThat(refused.retryAfter()).isPresent();
            assertThat(other).isInstanceOf(Content.class);
            assertThat(next).isInstanceOf(Content.class);
        }
    }

    @Test
    void offlineNobodyIsAsked() {
        // Given
        NetworkSettings offline =
                new NetworkSettings(Optional.empty(), NetworkSettings.DIRECT.noProxy(), Optional.empty(), true);
        try (var server = ScriptedServer.start(ok("fine"));
                var client = UpstreamFixture.client(VERTX, settings(offline, configured(server.base())))) {

            // When
            UpstreamAnswer answer = client.ask(document(server.base(), "a"));

            // Then
            assertThat(answer).isEqualTo(new UpstreamAnswer.Offline());
            assertThat(server.connections()).isZero();
        }
    }

    /** The shortest of some calls: the machine that runs the tests may be busy. */
    private static Duration shortest(Runnable question) {
        Duration shortest = Duration.ofDays(1);
        for (int i = 0; i < 20; i++) {
            long start = System.nanoTime();
            question.run();
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            shortest = took.compareTo(shortest) < 0 ? took : shortest;
        }
        return shortest;
    }

    private static CompletableFuture<UpstreamAnswer> inBackground(Supplier<UpstreamAnswer> question) {
        CompletableFuture<UpstreamAnswer> answer = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> answer.complete(question.get()));
        return answer;
    }
}
