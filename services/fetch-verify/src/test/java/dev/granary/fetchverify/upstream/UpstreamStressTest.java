package dev.granary.fetchverify.upstream;

import static dev.granary.fetchverify.upstream.UpstreamFixture.artifact;
import static dev.granary.fetchverify.upstream.UpstreamFixture.configured;
import static dev.granary.fetchverify.upstream.UpstreamFixture.document;
import static dev.granary.fetchverify.upstream.UpstreamFixture.limits;
import static dev.granary.fetchverify.upstream.UpstreamFixture.settings;
import static dev.granary.fetchverify.upstream.UpstreamFixture.surroundings;
import static dev.granary.fetchverify.upstream.UpstreamFixture.unwatched;
import static org.assertj.core.api.Assertions.assertThat;

import dev.granary.fetchverify.breaker.Breaker;
import dev.granary.fetchverify.source.UpstreamAnswer;
import dev.granary.fetchverify.source.UpstreamAnswer.Content;
import dev.granary.fetchverify.source.UpstreamRequest;
import dev.granary.fetchverify.upstream.ScriptedServer.Call;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Whatever upstreams and callers do, nothing is left behind: every place and every connection is free in the end. */
class UpstreamStressTest {
    private static final Vertx VERTX = Vertx.vertx();
    private static final int CALLERS = 24;
    private static final int QUESTIONS = 12;
    private static final String BODY = "0123456789abcdef".repeat(8_000);
    private static final String HEAD =
            "HTTP/1.1 200 OK\r\nETag: \"v\"\r\nContent-Length: " + BODY.length() + "\r\n\r\n";

    @AfterAll
    static void stop() {
        VERTX.close();
    }

    /** Limits under which the breaker stays out of the way and everybody gets a place in time. */
    private static UpstreamLimits patient() {
        UpstreamLimits plain = limits();
        return new UpstreamLimits(
                plain.times(),
                plain.minimumBytesPerSecond(),
                new UpstreamLimits.Places(4, 4, 2, Duration.ofSeconds(20)),
                plain.backoff(),
                new Breaker.Rules(1_000_000, Duration.ofSeconds(1), Duration.ofSeconds(1)));
    }

    private static void misbehave(Call call, Random random) throws IOException {
        switch (random.nextInt(6)) {
            case 0 -> {
                call.write(HEAD + BODY.substring(0, random.nextInt(BODY.length())));
                call.cut();
            }
            case 1 -> call.cut();
            case 2 -> call.write("HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n");
            case 3 -> {
                call.write("nonsense\r\n\r\n");
                call.cut();
            }
            default -> call.write(HEAD + BODY);
        }
    }

    /** Asks, reads all or some of what comes, and always closes it. */
    private static boolean ask(VertxUpstreamClient client, UpstreamRequest request, boolean leaveEarly) {
        if (!(client.ask(request) instanceof Content content)) {
            return false;
        }
        try (var body = content.body()) {
            ByteBuffer buffer = ByteBuffer.allocate(8_192);
            long read = 0;
            for (int count = body.read(buffer); count >= 0 && !leaveEarly; count = body.read(buffer.clear())) {
                read += count;
            }
            return read == BODY.length();
        } catch (IOException _) {
            return false;
        }
    }

    @Test
    void everyPlaceIsFreeInTheEnd() throws InterruptedException {
        // Given
        Random scripts = new Random(7);
        AtomicInteger whole = new AtomicInteger();
        try (var server = ScriptedServer.start(call -> misbehave(call, scripts));
                var client = new VertxUpstreamClient(
                        VERTX, settings(configured(server.base())), patient(), surroundings(), unwatched())) {

            // When
            List<Thread> callers = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                Random random = new Random(i);
                callers.add(Thread.ofVirtual().start(() -> {
                    for (int k = 0; k < QUESTIONS; k++) {
                        UpstreamRequest request = random.nextBoolean()
                                ? artifact(server.base(), "a.tgz")
                                : document(server.base(), "left-pad");
                        whole.addAndGet(ask(client, request, random.nextInt(4) == 0) ? 1 : 0);
                    }
                }));
            }
            for (Thread caller : callers) {
                caller.join();
            }

            // Then
            assertThat(whole).hasPositiveValue();
            server.replace(call -> call.write(HEAD + BODY));
            List<Content> all = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                UpstreamAnswer artifact = client.ask(artifact(server.base(), "a.tgz"));
                UpstreamAnswer document = client.ask(document(server.base(), "left-pad"));
                assertThat(List.of(artifact, document)).allMatch(answer -> answer instanceof Content);
                all.add((Content) artifact);
                all.add((Content) document);
            }
            all.forEach(content -> content.body().close());
        }
    }
}
