package dev.granary.fetchverify.component;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.granary.fetchverify.component.Door.Answer;
import dev.granary.testing.npm.NpmVersion;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Policy holds on every verb, for every document and file, held or not. */
@QuarkusTest
@QuarkusTestResource(Mirror.class)
class PolicyAtTheDoorTest {
    @TestHTTPResource
    @Nullable
    URI base;

    @BeforeEach
    void settle() {
        door().settle();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/npm/@corp/app",
                "/npm/@corp%2fapp",
                "/npm/@CORP/app",
                "/npm/%40corp%2Fapp",
                "/npm/@corp/app/1.0.0",
                "/npm/@corp/app/latest",
                "/npm/@corp/app/-/app-1.0.0.tgz",
                "/npm/-/package/@corp%2fapp/dist-tags",
                "/npm/-/npm/v1/attestations/@corp%2fapp@1.0.0",
                "/npm/internal-tool",
                "/npm/Internal-Tool",
                "/npm/internal-tool/-/internal-tool-1.0.0.tgz",
            })
    void anOwnedNameIsNeverAskedOfTheUpstream(String path) {
        // Given
        Mirror.NPM.publish("@corp/app", "1.0.0");
        Mirror.NPM.publish("internal-tool", "1.0.0");
        Mirror.UPSTREAM.forgetRequests();

        // Then
        onEveryVerb(path, "", answer -> {
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.header("X-Cache")).isEmpty();
        });
        assertThat(door().get(path).code()).isEqualTo("NAME_OWNED");
        assertThat(Mirror.UPSTREAM.requests()).isEmpty();
    }

    @Test
    void aSearchForAnOwnedNameStaysInside() {
        // Given
        Mirror.UPSTREAM.forgetRequests();

        // When
        Answer owned = door().get("/npm/-/v1/search?text=internal-tool");
        Answer scope = door().get("/npm/-/v1/search?text=@corp/secret");
        Answer other = door().get("/npm/-/v1/search?text=left-pad");

        // Then
        assertThat(List.of(owned.status(), scope.status())).containsOnly(403);
        assertThat(other.status()).isEqualTo(200);
        assertThat(Mirror.UPSTREAM.requests()).hasSize(1);
    }

    @Test
    void aYoungVersionIsHeldAndHidden() {
        // Given
        Instant yesterday = SkewedClock.CLOCK.instant().minus(Duration.ofDays(1));
        Mirror.NPM.publish("young", "1.0.0");
        Mirror.NPM.publish(NpmVersion.of("young", "1.1.0").publishedAt(yesterday));
        String tarball = "/npm/young/-/young-1.1.0.tgz";

        // When
        Answer document = door().get("/npm/young");
        Answer version = door().get("/npm/young/1.1.0");
        Answer latest = door().get("/npm/young/latest");
        Answer held = door().get(tarball);

        // Then
        assertThat(document.text()).contains("\"1.0.0\"").doesNotContain("1.1.0");
        assertThat(version.status()).isEqualTo(403);
        assertThat(version.code()).isEqualTo("POLICY_HELD");
        assertThat(latest.text()).contains("young@1.0.0");
        assertThat(held.code()).isEqualTo("POLICY_HELD");
        assertThat(held.text()).contains("held until");
        assertThat(Long.parseLong(held.header("Retry-After"))).isBetween(172_000L, 172_800L);
        assertThat(door().get("/npm/young/-/young-1.0.0.tgz").status()).isEqualTo(200);
        onEveryVerb(tarball, "", answer -> assertThat(answer.status()).isEqualTo(403));

        // When: it has grown old enough
        SkewedClock.CLOCK.jump(Duration.ofDays(2));
        Answer shown = door().get("/npm/young");
        Answer served = door().get(tarball);

        // Then
        assertThat(shown.text()).contains("1.1.0");
        assertThat(served.body()).isEqualTo(Mirror.NPM.tarball("young", "1.1.0"));
    }

    @Test
    void anExemptNameMayBeNew() {
        // Given
        Mirror.NPM.publish(NpmVersion.of("fresh-ok", "1.0.0").publishedAt(SkewedClock.CLOCK.instant()));

        // Then
        assertThat(door().get("/npm/fresh-ok/-/fresh-ok-1.0.0.tgz").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(ints = {1_000, 300_000})
    void aRecalledVersionIsGoneAtOnceWhereverItIsHeld(int size) {
        // Given: in the store and at hand
        String name = "recalled-" + size;
        Mirror.NPM.publish(NpmVersion.of(name, "1.0.0"));
        Mirror.NPM.publish(NpmVersion.of(name, "2.0.0").padded(size));
        String tarball = "/npm/" + name + "/-/" + name + "-2.0.0.tgz";
        String etag = door().get(tarball).header("ETag");
        door().get(tarball);
        door().get("/npm/" + name);
        door().get("/npm/" + name);

        // When
        Answer decided = recall("pkg:npm/" + name + "@2.0.0");

        // Then
        assertThat(decided.status()).isEqualTo(201);
        onEveryVerb(tarball, etag, answer -> assertThat(answer.status()).isEqualTo(451));
        assertThat(door().get(tarball).text()).contains("RECALLED", "It steals tokens.");
        assertThat(door().get("/npm/" + name).text()).doesNotContain("2.0.0");
        assertThat(door().get("/npm/" + name + "/2.0.0").status()).isEqualTo(451);
        assertThat(door().get("/npm/" + name + "/latest").text()).contains(name + "@1.0.0");

        // When
        Answer lifted = door().send("DELETE", "/api/v1/recalls/pkg:npm/" + name + "@2.0.0", "");

        // Then
        assertThat(lifted.status()).isEqualTo(200);
        assertThat(door().get(tarball).body()).isEqualTo(Mirror.NPM.tarball(name, "2.0.0"));
        assertThat(door().get("/npm/" + name).text()).contains("2.0.0");
    }

    @Test
    void aRecalledPackageTakesEverythingAlong() {
        // Given
        Mirror.NPM.publish("all-recalled", "1.0.0");
        String tarball = "/npm/all-recalled/-/all-recalled-1.0.0.tgz";
        door().get(tarball);

        // When
        recall("pkg:npm/all-recalled");

        // Then
        for (String path : List.of("/npm/all-recalled", "/npm/all-recalled/1.0.0", tarball)) {
            onEveryVerb(path, "", answer -> assertThat(answer.status()).isEqualTo(451));
        }
    }

    @Test
    void aRecallOfWhatWasNeverFetchedHoldsToo() {
        // Given
        Mirror.NPM.publish("early-recalled", "1.0.0");
        recall("pkg:npm/early-recalled@1.0.0");

        // When
        Answer answer = door().get("/npm/early-recalled/-/early-recalled-1.0.0.tgz");

        // Then
        assertThat(answer.status()).isEqualTo(451);
    }

    /** Asks for {@code path} in each way that could give bytes away. */
    private void onEveryVerb(String path, String etag, Consumer<Answer> expectation) {
        expectation.accept(door().get(path));
        expectation.accept(door().head(path));
        expectation.accept(door().get(path, "Range", "bytes=0-9"));
        expectation.accept(door().get(path, "Accept-Encoding", "gzip"));
        expectation.accept(door().get(path, "If-None-Match", etag.isEmpty() ? "*" : etag));
        expectation.accept(door().get(path, "Range", "bytes=0-9", "If-Range", etag.isEmpty() ? "\"x\"" : etag));
        expectation.accept(door().get(path));
    }

    private Answer recall(String purl) {
        return door().send(
                        "POST",
                        "/api/v1/recalls",
                        "{\"purl\":\"" + purl + "\",\"reason\":\"It steals tokens.\",\"actor\":\"security\"}");
    }

    private Door door() {
        return new Door(requireNonNull(base));
    }
}
