package dev.granary.testing.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.granary.testing.SeededRandom;
import java.io.ByteArrayInputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FixtureUpstreamTest {
    private static final byte[] CONTENT = new SeededRandom(7).bytes(100_000);

    private final FixtureUpstream upstream = FixtureUpstream.start();
    private final TestClient client = new TestClient(upstream.baseUrl());

    @AfterEach
    void stop() {
        client.close();
        upstream.close();
    }

    @Test
    void servesWhatWasPutAndNothingElse() throws Exception {
        // Given
        upstream.put("/file", FixtureFile.binary(CONTENT));

        // When
        HttpResponse<byte[]> found = client.send("file");
        HttpResponse<byte[]> missing = client.send("other");

        // Then
        assertThat(found.statusCode()).isEqualTo(200);
        assertThat(found.body()).isEqualTo(CONTENT);
        assertThat(missing.statusCode()).isEqualTo(404);
    }

    @Test
    void answersConditionalRequests() throws Exception {
        // Given
        FixtureFile file = FixtureFile.binary(CONTENT);
        upstream.put("/file", file);

        // When
        HttpResponse<byte[]> sameEtag = client.send("file", "If-None-Match", file.etag());
        HttpResponse<byte[]> otherEtag = client.send("file", "If-None-Match", "\"other\"");
        HttpResponse<byte[]> unchanged = client.send("file", "If-Modified-Since", "Sun, 2 Feb 2020 02:02:02 GMT");
        HttpResponse<byte[]> changed = client.send("file", "If-Modified-Since", "Sun, 2 Feb 2020 02:02:01 GMT");

        // Then
        assertThat(List.of(sameEtag.statusCode(), otherEtag.statusCode(), unchanged.statusCode(), changed.statusCode()))
                .containsExactly(304, 200, 304, 200);
    }

    @Test
    void answersRanges() throws Exception {
        // Given
        FixtureFile file = FixtureFile.binary(CONTENT);
        upstream.put("/file", file);

        // When
        HttpResponse<byte[]> middle = client.send("file", "Range", "bytes=10-19");
        HttpResponse<byte[]> tail = client.send("file", "Range", "bytes=99990-");
        HttpResponse<byte[]> last = client.send("file", "Range", "bytes=-5");
        HttpResponse<byte[]> beyond = client.send("file", "Range", "bytes=100000-");
        HttpResponse<byte[]> stale = client.send("file", "Range", "bytes=10-19", "If-Range", "\"other\"");
        HttpResponse<byte[]> fresh = client.send("file", "Range", "bytes=10-19", "If-Range", file.etag());

        // Then
        assertThat(middle.statusCode()).isEqualTo(206);
        assertThat(middle.body()).hasSize(10).startsWith(CONTENT[10]);
        assertThat(middle.headers().firstValue("content-range")).contains("bytes 10-19/100000");
        assertThat(tail.body()).hasSize(10);
        assertThat(last.body()).hasSize(5).endsWith(CONTENT[99_999]);
        assertThat(beyond.statusCode()).isEqualTo(416);
        assertThat(stale.statusCode()).isEqualTo(200);
        assertThat(fresh.statusCode()).isEqualTo(206);
    }

    @Test
    void compressesJsonForWhoAcceptsIt() throws Exception {
        // Given
        upstream.put("/index", FixtureFile.json("{\"a\":1}"));

        // When
        HttpResponse<byte[]> plain = client.send("index");
        HttpResponse<byte[]> packed = client.send("index", "Accept-Encoding", "gzip, deflate");

        // Then
        assertThat(plain.body()).asString().isEqualTo("{\"a\":1}");
        assertThat(packed.headers().firstValue("content-encoding")).contains("gzip");
        assertThat(new GZIPInputStream(new ByteArrayInputStream(packed.body())).readAllBytes())
                .asString()
                .isEqualTo("{\"a\":1}");
    }

    @Test
    void answersHeadWithTheLengthAndNoBody() throws Exception {
        // Given
        upstream.put("/file", FixtureFile.binary(CONTENT));

        // When
        HttpResponse<byte[]> head = client.head("file");

        // Then
        assertThat(head.headers().firstValue("content-length")).contains("100000");
        assertThat(head.body()).isEmpty();
    }

    @Test
    void logsRequestsAndCountsBothSpellingsOfAPathAsOne() throws Exception {
        // Given
        upstream.put("/@scope/name", FixtureFile.json("{}"));

        // When
        client.send("@scope%2fname", "X-Asked-By", "test");
        client.send("@scope/name?write=true");

        // Then
        assertThat(upstream.hits("/@scope/name")).isEqualTo(2);
        assertThat(upstream.hits("/@scope/*")).isEqualTo(2);
        assertThat(upstream.requests())
                .extracting(ReceivedRequest::target)
                .containsExactly("/@scope%2fname", "/@scope/name?write=true");
        assertThat(upstream.requests().getFirst().header("x-asked-by")).contains("test");
    }

    @Test
    void keepsAConnectionForSeveralRequests() throws Exception {
        // Given
        upstream.put("/file", FixtureFile.binary(CONTENT));

        // When
        List<String> answers = client.overOneConnection("GET /file HTTP/1.1", "HEAD /file HTTP/1.1");

        // Then
        assertThat(answers).containsExactly("HTTP/1.1 200 OK", "HTTP/1.1 200 OK");
    }

    @Test
    void refusesConnectionsWhileDeadAndComesBackOnTheSamePort() throws Exception {
        // Given
        upstream.put("/file", FixtureFile.binary(CONTENT));
        URI before = upstream.baseUrl();

        // When
        upstream.die();

        // Then
        assertThatThrownBy(() -> client.send("file")).isInstanceOf(ConnectException.class);
        upstream.revive();
        assertThat(upstream.baseUrl()).isEqualTo(before);
        assertThat(client.send("file").statusCode()).isEqualTo(200);
    }

    @Test
    void cutsOpenConnectionsAndGoesOnListening() throws Exception {
        // Given
        upstream.put("/file", FixtureFile.binary(CONTENT));
        upstream.faultTimes(1, "/file", Fault.hang());
        var waiting = client.rawAsync("file");
        client.awaitHits(upstream, "/file", 1);

        // When
        upstream.cutConnections();

        // Then
        assertThat(waiting.get(5, TimeUnit.SECONDS)).isEmpty();
        assertThat(client.send("file").statusCode()).isEqualTo(200);
    }
}
