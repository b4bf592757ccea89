package dev.granary.testing.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.granary.testing.Gate;
import dev.granary.testing.SeededRandom;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FaultTest {
    private static final byte[] CONTENT = new SeededRandom(7).bytes(1000);

    private final FixtureUpstream upstream = FixtureUpstream.start();
    private final TestClient client = new TestClient(upstream.baseUrl());

    @BeforeEach
    void serve() {
        upstream.put("/file", FixtureFile.binary(CONTENT));
    }

    @AfterEach
    void stop() {
        client.close();
        upstream.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 999, -1})
    void flipsOneByteAndKeepsLengthAndEtag(long offset) throws Exception {
        // Given
        String etag = client.send("file").headers().firstValue("etag").orElseThrow();
        upstream.fault("/file", new Fault.FlipByte(offset));

        // When
        HttpResponse<byte[]> flipped = client.send("file");

        // Then
        int at = (int) Math.floorMod(offset, 1000L);
        byte[] expected = CONTENT.clone();
        expected[at] ^= 1;
        assertThat(flipped.body()).isEqualTo(expected);
        assertThat(flipped.headers().firstValue("etag")).contains(etag);
    }

    @Test
    void hidesDeniesAndRedirects() throws Exception {
        // Given
        upstream.faultTimes(1, "/file", Fault.hide());
        upstream.faultTimes(1, "/f*", Fault.denyUntil(429, 3600));
        upstream.faultTimes(1, "*", new Fault.Redirect(302, "http://127.0.0.1:1/"));

        // When
        HttpResponse<byte[]> hidden = client.send("file");
        upstream.heal("*");
        upstream.fault("/file", Fault.denyUntil(429, 3600));
        HttpResponse<byte[]> denied = client.send("file");
        upstream.heal();
        upstream.fault("/file", new Fault.Redirect(302, "http://127.0.0.1:1/"));
        HttpResponse<byte[]> redirected = client.send("file");

        // Then
        assertThat(hidden.statusCode()).isEqualTo(404);
        assertThat(denied.statusCode()).isEqualTo(429);
        assertThat(denied.headers().firstValue("retry-after")).contains("3600");
        assertThat(redirected.statusCode()).isEqualTo(302);
        assertThat(redirected.headers().firstValue("location")).contains("http://127.0.0.1:1/");
    }

    @Test
    void failsSoManyTimesAndThenWorks() throws Exception {
        // Given
        upstream.faultTimes(2, "/file", Fault.deny(500));

        // When
        List<Integer> statuses = List.of(
                client.send("file").statusCode(),
                client.send("file").statusCode(),
                client.send("file").statusCode());

        // Then
        assertThat(statuses).containsExactly(500, 500, 200);
    }

    @Test
    void truncatesUnderTheWholeLength() {
        // Given
        upstream.fault("/file", new Fault.Truncate(400));

        // Then
        assertThatThrownBy(() -> client.send("file")).isInstanceOf(IOException.class);
    }

    @Test
    void shortensUnderAShortLength() throws Exception {
        // Given
        upstream.fault("/file", new Fault.Shorten(400));

        // When
        HttpResponse<byte[]> answer = client.send("file");

        // Then
        assertThat(answer.body()).hasSize(400);
        assertThat(answer.headers().firstValue("content-length")).contains("400");
    }

    @Test
    void closesEarlyOrWithoutTheLastChunk() throws Exception {
        // Given
        upstream.put("/chunked", FixtureFile.binary(CONTENT));
        upstream.fault("/file", new Fault.CloseEarly());
        upstream.fault("/chunked", new Fault.Unterminated(1000));

        // When
        String nothing = client.raw("file");
        String unterminated = client.raw("chunked");

        // Then
        assertThat(nothing).isEmpty();
        assertThat(unterminated).contains("Transfer-Encoding: chunked").doesNotEndWith("0\r\n\r\n");
        assertThat(unterminated.length()).isGreaterThan(1000);
    }

    @Test
    void sendsMoreThanTheFileHasOrTheLengthSays() throws Exception {
        // Given
        upstream.put("/surplus", FixtureFile.binary(CONTENT));
        upstream.fault("/file", new Fault.Overrun(7));
        upstream.fault("/surplus", new Fault.Surplus(7));

        // When
        HttpResponse<byte[]> overrun = client.send("file");
        String surplus = client.raw("surplus");

        // Then
        assertThat(overrun.body()).hasSize(1007);
        assertThat(surplus).contains("Content-Length: 1000\r\n");
        assertThat(surplus.substring(surplus.indexOf("\r\n\r\n") + 4)).hasSize(1007);
    }

    @Test
    void ignoresRangesAndChangesEtags() throws Exception {
        // Given
        upstream.put("/changing", FixtureFile.binary(CONTENT));
        upstream.fault("/file", new Fault.IgnoreRange());
        upstream.fault("/changing", new Fault.ChangeEtag());

        // When
        HttpResponse<byte[]> whole = client.send("file", "Range", "bytes=10-");
        String etag = client.send("changing").headers().firstValue("etag").orElseThrow();
        HttpResponse<byte[]> resumed = client.send("changing", "Range", "bytes=10-", "If-Range", etag);

        // Then
        assertThat(whole.statusCode()).isEqualTo(200);
        assertThat(whole.body()).hasSize(1000);
        assertThat(resumed.statusCode()).isEqualTo(200);
        assertThat(resumed.headers().firstValue("etag")).isPresent().isNotEqualTo(etag);
    }

    @Test
    void labelsOrEncodesAsGzip() throws Exception {
        // Given
        upstream.put("/encoded", FixtureFile.binary(CONTENT));
        upstream.fault("/file", new Fault.LabelGzip());
        upstream.fault("/encoded", new Fault.EncodeGzip());

        // When
        HttpResponse<byte[]> labelled = client.send("file");
        HttpResponse<byte[]> encoded = client.send("encoded");

        // Then
        assertThat(labelled.headers().firstValue("content-encoding")).contains("gzip");
        assertThat(labelled.body()).isEqualTo(CONTENT);
        assertThat(new GZIPInputStream(new ByteArrayInputStream(encoded.body())).readAllBytes())
                .isEqualTo(CONTENT);
    }

    @Test
    void injectsHeaderLinesAsTheyStand() throws Exception {
        // Given
        upstream.fault("/file", new Fault.InjectHeader("X-A: 1\r\nSet-Cookie: evil=1"));

        // When
        String answer = client.raw("file");

        // Then
        assertThat(answer).contains("\r\nX-A: 1\r\nSet-Cookie: evil=1\r\n");
    }

    @Test
    void delaysAndDrips() throws Exception {
        // Given
        upstream.fault("/file", new Fault.Delay(Duration.ofMillis(50)));
        upstream.fault("/file", new Fault.Drip(300, Duration.ofMillis(20)));
        long start = System.nanoTime();

        // When
        HttpResponse<byte[]> answer = client.send("file");

        // Then
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(100));
        assertThat(answer.body()).isEqualTo(CONTENT);
    }

    @Test
    void holdsTheBodyUntilTheGateOpens() throws Exception {
        // Given
        Gate gate = Gate.closed();
        upstream.fault("/file", new Fault.HoldAfter(600, gate));

        // When
        InputStream body = client.open("file");
        byte[] first = body.readNBytes(600);
        int withoutWaiting = body.available();
        gate.open();
        byte[] rest = body.readAllBytes();

        // Then
        assertThat(first).hasSize(600);
        assertThat(withoutWaiting).isZero();
        assertThat(rest).hasSize(400);
    }

    @Test
    void answersNothingWhileItHangs() throws Exception {
        // Given
        Gate gate = Gate.closed();
        upstream.fault("/file", new Fault.Hang(gate));
        var answer = client.sendAsync("file");
        client.awaitHits(upstream, "/file", 1);
        boolean early = answer.isDone();

        // When
        gate.open();

        // Then
        assertThat(early).isFalse();
        assertThat(answer.join().body()).isEqualTo(CONTENT);
    }
}
