package dev.granary.fetchverify.component;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.granary.testing.npm.NpmVersion;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Many requests on one connection, some of which are answered before the HTTP server and some by it. */
@QuarkusTest
@QuarkusTestResource(Mirror.class)
class PipelinedRequestsTest {
    private static final String FIRST = "/npm/lane/-/lane-1.0.0.tgz";
    private static final String SECOND = "/npm/lane/-/lane-2.0.0.tgz";
    private static final String PLAIN = "GET %s HTTP/1.1\r\nHost: mirror\r\n\r\n";
    private static final String CONDITIONAL = "GET %s HTTP/1.1\r\nHost: mirror\r\nIf-None-Match: \"other\"\r\n\r\n";
    private static final String LAST = "GET %s HTTP/1.1\r\nHost: mirror\r\nConnection: close\r\n\r\n";

    @TestHTTPResource
    @Nullable
    URI base;

    @BeforeEach
    void holdBoth() {
        URI address = requireNonNull(base);
        Door door = new Door(address);
        door.settle();
        Mirror.NPM.publish(NpmVersion.of("lane", "1.0.0").padded(2_000));
        Mirror.NPM.publish(NpmVersion.of("lane", "2.0.0").padded(3_000));
        door.get(FIRST);
        door.get(SECOND);
        door.get(FIRST);
        door.get(SECOND);
    }

    @Test
    void everyAnswerIsTheSameWhoeverGivesIt() throws IOException {
        // When
        String byLane = ask(PLAIN.formatted(FIRST) + PLAIN.formatted(FIRST) + LAST.formatted(SECOND));
        String byServer = ask(CONDITIONAL.formatted(FIRST) + CONDITIONAL.formatted(FIRST) + LAST.formatted(SECOND));

        // Then
        assertThat(byLane).isEqualTo(byServer);
    }

    @Test
    void answersComeInTheOrderOfTheirRequests() throws IOException {
        // Given
        List<String> paths = List.of(FIRST, SECOND, SECOND, FIRST, SECOND, FIRST, FIRST, SECOND);
        String first = new String(Mirror.NPM.tarball("lane", "1.0.0"), ISO_8859_1);
        String second = new String(Mirror.NPM.tarball("lane", "2.0.0"), ISO_8859_1);

        // When
        StringBuilder requests = new StringBuilder();
        for (int i = 0; i < paths.size(); i++) {
            requests.append((i % 3 == 1 ? CONDITIONAL : PLAIN).formatted(paths.get(i)));
        }
        String answers = ask(requests + LAST.formatted(FIRST));

        // Then
        String bodies = Stream.of(answers.split("HTTP/1\\.1 200 OK\r\n", -1))
                .skip(1)
                .map(answer -> answer.substring(answer.indexOf("\r\n\r\n") + 4))
                .map(body -> body.equals(first) ? "first " : body.equals(second) ? "second " : "neither ")
                .reduce("", String::concat);
        assertThat(bodies).isEqualTo("first second second first second first first second first ");
    }

    private String ask(String requests) throws IOException {
        return Wire.exchange(requireNonNull(base), requests, Duration.ofSeconds(20))
                .text();
    }
}
