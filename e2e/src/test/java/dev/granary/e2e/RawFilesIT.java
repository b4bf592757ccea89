package dev.granary.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.granary.e2e.process.Poll;
import dev.granary.e2e.scene.HermeticScene;
import dev.granary.e2e.scene.Scenes;
import dev.granary.e2e.stack.Gateway;
import dev.granary.kernel.ContentDigest;
import dev.granary.kernel.DigestAlgorithm;
import dev.granary.testing.SeededRandom;
import dev.granary.testing.http.Fault;
import dev.granary.testing.http.FixtureFile;
import dev.granary.testing.http.FixtureUpstream;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Plain files beside packages, on the same way; and upstreams that want to be left alone. */
@ExtendWith(Scenes.class)
class RawFilesIT {
    private final HermeticScene scene;
    private final FixtureUpstream tools;

    RawFilesIT(HermeticScene scene) {
        this.scene = scene;
        this.tools = scene.files("tools");
    }

    @AfterEach
    void heal() {
        tools.heal();
    }

    @Test
    void aFileWithASidecarIsVerifiedStoredAndServedWithoutTheUpstream() {
        // Given
        byte[] content = serve(tools, "/bin/tool", 200_000);

        // When
        HttpResponse<byte[]> cold = scene.gateway().get("/raw/tools/bin/tool");
        // The first client has the whole file a moment before the store has made it durable.
        Poll.until("it is held", Duration.ofSeconds(10), () -> scene.gateway()
                .get("/raw/tools/bin/tool")
                .headers()
                .firstValue("x-cache")
                .equals(Optional.of("HIT")));
        tools.fault("*", Fault.deny(500));
        HttpResponse<byte[]> held = scene.gateway().get("/raw/tools/bin/tool");
        HttpResponse<byte[]> part = scene.gateway().get("/raw/tools/bin/tool", "Range", "bytes=100-199");

        // Then
        String digest = ContentDigest.hash(DigestAlgorithm.SHA256, content).hex();
        assertThat(cold.statusCode()).isEqualTo(200);
        assertThat(cold.body()).isEqualTo(content);
        assertThat(held.body()).isEqualTo(content);
        assertThat(held.headers().firstValue("x-cache")).contains("HIT");
        assertThat(held.headers().firstValue("etag")).contains("\"sha256-" + digest + "\"");
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.body()).hasSize(100).startsWith(content[100]);
    }

    /** Fault 1. */
    @Test
    void aFlippedByteNeverReachesTheClient() {
        // Given
        byte[] content = serve(tools, "/bin/flipped", 50_000);
        tools.fault("/bin/flipped", Fault.flipByte());

        // When
        HttpResponse<byte[]> flipped = scene.gateway().get("/raw/tools/bin/flipped");
        tools.heal();
        HttpResponse<byte[]> repaired = scene.gateway().get("/raw/tools/bin/flipped");

        // Then
        assertThat(flipped.statusCode()).isEqualTo(502);
        assertThat(Gateway.parse(flipped).path("code").asText()).isEqualTo("INTEGRITY_MISMATCH");
        assertThat(flipped.headers().firstValue("content-type").orElse("")).startsWith("application/problem+json");
        assertThat(repaired.body()).isEqualTo(content);
    }

    @Test
    void aFileThatNobodyVouchesForIsNotHandedOut() {
        // Given
        tools.put("/bin/unknown", FixtureFile.binary(new byte[100]));

        // When
        HttpResponse<byte[]> answer = scene.gateway().get("/raw/tools/bin/unknown");

        // Then
        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(Gateway.parse(answer).path("code").asText()).isEqualTo("NO_EXPECTATION");
    }

    /** Fault 12. */
    @Test
    void anUpstreamThatFailsThreeTimesIsLeftAlone() {
        // Given
        FixtureUpstream failing = scene.files("failing");
        serve(failing, "/a", 100);
        failing.fault("*", Fault.deny(500));
        IntStream.range(0, 5).forEach(time -> scene.gateway().get("/raw/failing/a"));
        failing.forgetRequests();

        // When
        HttpResponse<byte[]> answer = scene.gateway().get("/raw/failing/a");

        // Then
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("retry-after")).isPresent();
        assertThat(failing.requests()).isEmpty();
    }

    /** Fault 15. */
    @Test
    void anUpstreamThatAsksForPatienceGetsIt() {
        // Given
        FixtureUpstream throttled = scene.files("throttled");
        byte[] held = serve(throttled, "/held", 100);
        serve(throttled, "/cold", 100);
        scene.gateway().get("/raw/throttled/held");
        throttled.fault("*", Fault.denyUntil(429, 3600));
        scene.gateway().get("/raw/throttled/cold");
        throttled.forgetRequests();

        // When
        List<HttpResponse<byte[]>> cold = List.of(
                scene.gateway().get("/raw/throttled/cold"), scene.gateway().get("/raw/throttled/cold"));
        HttpResponse<byte[]> stillHeld = scene.gateway().get("/raw/throttled/held");

        // Then
        assertThat(cold).allSatisfy(answer -> {
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.headers().firstValue("retry-after")).isPresent();
        });
        assertThat(throttled.requests()).isEmpty();
        assertThat(stillHeld.body()).isEqualTo(held);
    }

    /** Puts a file of {@code size} bytes with its sidecar. */
    private static byte[] serve(FixtureUpstream upstream, String path, int size) {
        byte[] content = new SeededRandom(path.hashCode()).bytes(size);
        String digest = ContentDigest.hash(DigestAlgorithm.SHA256, content).hex();
        upstream.put(path, FixtureFile.binary(content));
        upstream.put(
                path + ".sha256", FixtureFile.text(digest + "  " + path.substring(path.lastIndexOf('/') + 1) + "\n"));
        return content;
    }
}
