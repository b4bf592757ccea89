package dev.granary.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.granary.e2e.scene.Catalogue.Version;
import dev.granary.e2e.scene.HermeticScene;
import dev.granary.e2e.scene.Scenes;
import dev.granary.e2e.stack.Gateway;
import dev.granary.e2e.stack.RawExchange;
import dev.granary.testing.http.Fault;
import dev.granary.testing.http.FixtureFile;
import dev.granary.testing.http.FixtureUpstream;
import dev.granary.testing.npm.NpmFixture;
import dev.granary.testing.npm.NpmVersion;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An upstream that breaks off, lies or points elsewhere, seen from the outside of the whole stack. */
@ExtendWith(Scenes.class)
class HostileUpstreamIT {
    private static final AtomicInteger NAMES = new AtomicInteger();

    private final HermeticScene scene;
    private final FixtureUpstream upstream;
    private final NpmFixture npm;

    HostileUpstreamIT(HermeticScene scene) {
        this.scene = scene;
        this.upstream = scene.upstream().http();
        this.npm = scene.upstream().npm();
    }

    @AfterEach
    void heal() {
        upstream.heal();
    }

    static List<Fault> breakingOnce() {
        return List.of(
                new Fault.Truncate(100_000),
                new Fault.CloseEarly(),
                new Fault.Unterminated(100_000),
                new Fault.Shorten(100_000));
    }

    /** Fault 5. */
    @ParameterizedTest
    @MethodSource("breakingOnce")
    void aTransferThatBreaksOffOnceEndsInTheWholeBodyOrInAnError(Fault fault) {
        // Given
        Version version = publish(300_000);
        upstream.faultTimes(1, version.tarballPattern(), fault);

        // When
        Optional<HttpResponse<byte[]>> first = answer(version.tarballPath());
        HttpResponse<byte[]> second = scene.gateway().get(version.tarballPath());

        // Then
        first.ifPresent(answer -> {
            assertThat(answer.statusCode()).isIn(200, 502, 503);
            if (answer.statusCode() == 200) {
                assertThat(answer.body()).isEqualTo(right(version));
            }
        });
        assertThat(second.statusCode()).isEqualTo(200);
        assertThat(second.body()).isEqualTo(right(version));
    }

    /** The answer, or nothing when the connection was cut before the end of the body: a client sees that as an error. */
    private Optional<HttpResponse<byte[]>> answer(String path) {
        try {
            return Optional.of(scene.gateway().get(path));
        } catch (CompletionException cut) {
            assertThat(cut).hasCauseInstanceOf(IOException.class);
            return Optional.empty();
        }
    }

    /** Fault 6. */
    @Test
    void aBodyLongerThanItMayBeIsRefused() {
        // Given
        Version version = publish(10_000);
        upstream.fault(version.tarballPattern(), new Fault.Overrun(50_000));

        // When
        HttpResponse<byte[]> answer = scene.gateway().get(version.tarballPath());

        // Then
        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(Gateway.text(answer)).contains("INTEGRITY_MISMATCH");
    }

    /** Fault 7. */
    @Test
    void anUpstreamThatForgetsRangesOrChangesItsMindIsAskedFromTheStart() {
        // Given
        Version version = publish(300_000);
        upstream.fault(version.tarballPattern(), new Fault.IgnoreRange());
        upstream.fault(version.tarballPattern(), new Fault.ChangeEtag());
        upstream.faultTimes(1, version.tarballPattern(), new Fault.Truncate(100_000));

        // When
        HttpResponse<byte[]> answer = scene.gateway().get(version.tarballPath());

        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(right(version));
    }

    /** Fault 8. */
    @Test
    void aTarballThatIsCalledGzipIsPassedOnAsPublished() {
        // Given
        Version version = publish(10_000);
        upstream.fault(version.tarballPattern(), new Fault.LabelGzip());

        // When
        HttpResponse<byte[]> answer = scene.gateway().get(version.tarballPath());

        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(right(version));
        assertThat(answer.headers().firstValue("content-encoding")).isEmpty();
    }

    /** Fault 24. */
    @ParameterizedTest
    @ValueSource(
            strings = {"http://169.254.169.254/latest/meta-data", "file:///etc/passwd", "http://127.0.0.1:1/a.tgz"})
    void aTarballAddressOutsideTheUpstreamIsNotAsked(String address) {
        // Given
        String name = newName();
        npm.publish(NpmVersion.of(name, "1.0.0").tarballAt("/" + name + ".tgz").advertisedAt(address));

        // When
        HttpResponse<byte[]> answer = scene.gateway().get(new Version(name, "1.0.0").tarballPath());

        // Then
        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(Gateway.text(answer)).contains("UPSTREAM_URL_FORBIDDEN");
    }

    /** Fault 25. */
    @Test
    void aRedirectToAnotherPrivateAddressIsNotFollowed() {
        // Given
        Version version = publish(1_000);
        try (FixtureUpstream other = FixtureUpstream.start()) {
            upstream.fault(version.tarballPattern(), new Fault.Redirect(302, other.baseUrl() + "a.tgz"));

            // When
            HttpResponse<byte[]> answer = scene.gateway().get(version.tarballPath());

            // Then
            assertThat(answer.statusCode()).isEqualTo(502);
            assertThat(Gateway.text(answer)).contains("UPSTREAM_URL_FORBIDDEN");
            assertThat(other.hits("*")).isZero();
        }
    }

    /** Fault 28. */
    @Test
    void headersOfTheUpstreamAreNotReflected() {
        // Given
        Version version = publish(1_000);
        upstream.fault("/" + version.name() + "*", new Fault.InjectHeader("X-Evil: 1\r\nSet-Cookie: evil=1"));

        // When
        RawExchange packument = RawExchange.get(scene.gateway().base(), "/npm/" + version.name());
        RawExchange tarball = RawExchange.get(scene.gateway().base(), version.tarballPath());

        // Then
        assertThat(List.of(packument, tarball)).allSatisfy(answer -> {
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.answer()).doesNotContainIgnoringCase("x-evil").doesNotContainIgnoringCase("set-cookie");
        });
    }

    static Map<String, String> brokenDocuments() {
        return Map.of(
                "a thousand levels", "[".repeat(1000) + "]".repeat(1000),
                "cut off", "{\"name\":\"x\",\"versions\":{",
                "no object", "[]",
                "an endless number", "{\"name\":\"x\",\"versions\":{\"1.0.0\":{\"dist\":{\"fileCount\":1e999999}}}}",
                "nothing", "");
    }

    static List<String> brokenDocumentNames() {
        return List.copyOf(brokenDocuments().keySet());
    }

    /** Fault 33. */
    @ParameterizedTest
    @MethodSource("brokenDocumentNames")
    void anIndexThatCanNotBeReadIsRefusedAndBreaksNothingElse(String kind) {
        // Given
        String name = newName();
        upstream.put("/" + name, FixtureFile.json(brokenDocuments().getOrDefault(kind, "")));

        // When
        HttpResponse<byte[]> tarball = scene.gateway().get(new Version(name, "1.0.0").tarballPath());
        HttpResponse<byte[]> healthy = scene.gateway().get("/npm/leaf");

        // Then
        assertThat(tarball.statusCode()).as(Gateway.text(tarball)).isIn(404, 502);
        assertThat(healthy.statusCode()).isEqualTo(200);
    }

    @Test
    void anIndexOfFortyMegabytesIsServedWithEveryLinkRewritten() {
        // Given
        String name = newName();
        npm.publishBig(name, 40 * 1024 * 1024);

        // When
        HttpResponse<byte[]> index = scene.gateway().get("/npm/" + name);
        HttpResponse<byte[]> tarball = scene.gateway().get(new Version(name, "1.0.0").tarballPath());

        // Then
        assertThat(index.statusCode()).isEqualTo(200);
        assertThat(index.body()).hasSizeGreaterThan(40 * 1024 * 1024);
        assertThat(Gateway.text(index)).doesNotContain(npm.url());
        assertThat(tarball.statusCode()).isEqualTo(200);
    }

    /** A version that says nothing of its bytes can't be verified. */
    @Test
    void aVersionWithoutDigestsIsNotHandedOut() {
        // Given
        String name = newName();
        npm.publish(
                NpmVersion.of(name, "1.0.0").digests(NpmVersion.Digests.NONE).signing(NpmVersion.Signing.UNSIGNED));

        // When
        HttpResponse<byte[]> answer = scene.gateway().get(new Version(name, "1.0.0").tarballPath());

        // Then
        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(Gateway.text(answer)).contains("NO_EXPECTATION");
    }

    @Test
    void aSignatureOverOtherBytesIsRefused() {
        // Given
        String name = newName();
        npm.publish(NpmVersion.of(name, "1.0.0").signing(NpmVersion.Signing.OVER_OTHER_INTEGRITY));

        // When
        HttpResponse<byte[]> answer = scene.gateway().get(new Version(name, "1.0.0").tarballPath());

        // Then
        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(Gateway.text(answer)).contains("BAD_SIGNATURE");
    }

    @Test
    void aRegistrySignatureRaisesTheLevel() {
        // Given
        String unsigned = newName();
        npm.publish(NpmVersion.of(unsigned, "1.0.0").signing(NpmVersion.Signing.UNSIGNED));
        Version signed = publish(100);

        // When
        HttpResponse<byte[]> two = scene.gateway().get(signed.tarballPath());
        HttpResponse<byte[]> one = scene.gateway().get(new Version(unsigned, "1.0.0").tarballPath());

        // Then
        assertThat(two.headers().firstValue("granary-level")).contains("L2");
        assertThat(one.headers().firstValue("granary-level")).contains("L1");
    }

    private Version publish(int bytes) {
        String name = newName();
        npm.publish(NpmVersion.of(name, "1.0.0").padded(bytes));
        return new Version(name, "1.0.0");
    }

    private byte[] right(Version version) {
        return npm.tarball(version.name(), version.version());
    }

    private static String newName() {
        return "hostile-" + NAMES.incrementAndGet();
    }
}
