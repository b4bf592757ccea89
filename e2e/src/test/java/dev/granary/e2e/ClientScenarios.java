package dev.granary.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.granary.e2e.client.NpmClient;
import dev.granary.e2e.client.PackageClient;
import dev.granary.e2e.client.PnpmClient;
import dev.granary.e2e.client.Project;
import dev.granary.e2e.client.YarnClient;
import dev.granary.e2e.process.Finished;
import dev.granary.e2e.process.Poll;
import dev.granary.e2e.scene.Catalogue;
import dev.granary.e2e.scene.Catalogue.Version;
import dev.granary.e2e.scene.Scene;
import dev.granary.e2e.scene.Scenes;
import dev.granary.e2e.stack.Gateway;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a person with npm, pnpm or Yarn sees of a mirror; the same with an upstream of the test's own and with the real
 * one. The scenarios without upstream come last: afterwards the circuit breaker keeps the mirror away from it for a while.
 */
@ExtendWith(Scenes.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
abstract class ClientScenarios {
    private final Scene scene;
    private final Catalogue catalogue;

    @TempDir
    private Path folder;

    ClientScenarios(Scene scene) {
        this.scene = scene;
        this.catalogue = scene.catalogue();
    }

    @AfterEach
    void repair() {
        scene.upstream().repair();
        scene.upstream().restore();
    }

    @Test
    @Order(1)
    void npmInstallsAnApplicationThroughTheMirror() {
        // Given
        NpmClient client = npm("home");
        Project project = project("project", catalogue.application());

        // When
        client.install(project).requireSuccess();

        // Then
        assertThat(catalogue.modules()).allMatch(project::has);
        assertThat(client.evaluate(project, catalogue.application().name(), "typeof it")
                        .requireSuccess()
                        .output())
                .containsAnyOf("object", "function");
        String lock = project.read("package-lock.json");
        assertThat(lock)
                .contains("\"resolved\": \"" + scene.gateway().base() + "/npm/")
                .contains("sha512-");
        assertThat(lock.lines().filter(line -> line.contains("\"resolved\"")))
                .allMatch(line -> line.contains(scene.gateway().base() + "/npm/"));
    }

    @Test
    @Order(2)
    void everyTarballOfTheApplicationHasAReceiptThatNamesItsSource() {
        // Given
        npm("home").install(project("project", catalogue.application())).requireSuccess();

        // When
        HttpResponse<byte[]> receipt = scene.gateway().get(receiptPath(catalogue.application()));

        // Then
        assertThat(receipt.statusCode()).as(Gateway.text(receipt)).isEqualTo(200);
        assertThat(Gateway.text(receipt))
                .contains(
                        "sha512",
                        "upstream:npm/127.0.0.1:" + scene.upstream().url().getPort());
    }

    @Test
    @Order(3)
    void npmCiInstallsFromTheLockFileWithWipedCachesAndOnlyFromTheStore() {
        // Given
        NpmClient client = npm("home");
        Project project = project("project", catalogue.application());
        client.install(project).requireSuccess();

        // When
        scene.upstream().forgetRequests();
        reinstall(client, project).requireSuccess();

        // Then
        assertThat(catalogue.modules()).allMatch(project::has);
        assertThat(scene.upstream().hits("*.tgz")).isZero();
    }

    @Test
    @Order(4)
    void pnpmInstallsAndInstallsAgainFromItsLockFile() {
        installTwice(PnpmClient.require(scene.clientHome(folder.resolve("pnpm"))));
    }

    @Test
    @Order(5)
    void yarnInstallsAndInstallsAgainFromItsLockFile() {
        installTwice(YarnClient.require(scene.clientHome(folder.resolve("yarn"))));
    }

    @Test
    @Order(6)
    void tamperedBytesAreRefusedNotStoredAndHealedByTheRepairOfTheUpstream() {
        // Given
        Version victim = catalogue.victim();
        scene.upstream().tamper(victim.tarballPattern());
        NpmClient client = npm("home");
        Project project = project("project", victim);

        // When
        Finished tampered = client.install(project);
        HttpResponse<byte[]> direct = scene.gateway().get(victim.tarballPath());
        HttpResponse<byte[]> receipt = scene.gateway().get(receiptPath(victim));
        scene.upstream().repair();
        Finished repaired = client.install(project);

        // Then
        assertThat(tampered.succeeded()).isFalse();
        assertThat(tampered.output()).contains("502", "INTEGRITY_MISMATCH").doesNotContain("EINTEGRITY");
        assertThat(direct.statusCode()).isEqualTo(502);
        assertThat(receipt.statusCode()).isEqualTo(404);
        repaired.requireSuccess();
        assertThat(project.has(victim.name())).isTrue();
    }

    @Test
    @Order(7)
    void aHeldVersionIsRefusedWithTheReasonAndAnOlderOneResolves() {
        // Given
        Version held = catalogue.held();
        NpmClient client = npm("home");
        Project any = Project.create(folder.resolve("any"), Map.of(held.name(), "*"));

        // When
        client.install(any).requireSuccess();
        Finished exact = client.install(project("exact", held));
        Finished direct =
                client.npm(project("direct"), "install", scene.gateway().base() + held.tarballPath());

        // Then
        assertThat(any.read("node_modules/" + held.name() + "/package.json"))
                .contains("\"version\"", catalogue.older().version());
        assertThat(exact.succeeded()).isFalse();
        assertThat(direct.succeeded()).isFalse();
        assertThat(direct.output()).contains("403 Policy-held-until-", "Choose an older version");
        assertThat(allVerbs(held.tarballPath())).containsOnly(403);
    }

    @Test
    @Order(8)
    void anOwnedNameIsNeverAskedOfTheUpstream() {
        // Given
        scene.upstream().forgetRequests();

        // When
        Finished install = npm("home").install(project("project", Catalogue.OWNED));
        List<Integer> statuses = Stream.of("/npm/@corp/secret", "/npm/@corp%2fsecret", "/npm/@corp%2Fsecret/1.0.0")
                .flatMap(path -> allVerbs(path).stream())
                .toList();
        List<Integer> tarball = allVerbs(Catalogue.OWNED.tarballPath());

        // Then
        assertThat(install.succeeded()).isFalse();
        assertThat(install.output()).containsIgnoringCase("own");
        assertThat(statuses).containsOnly(403);
        assertThat(tarball).containsOnly(403);
        assertThat(scene.upstream().asked()).noneMatch(target -> target.contains("corp"));
    }

    @Test
    @Order(9)
    void aRecalledVersionIsRefusedOnEveryVerbUntilTheRecallIsLifted() {
        // Given
        Version recalled = catalogue.recalled();
        NpmClient client = npm("home");
        Project project = project("project", recalled);
        client.install(project).requireSuccess();

        // When
        HttpResponse<byte[]> recall =
                scene.gateway().post("/api/v1/recalls", Map.of("purl", recalled.purl(), "reason", "carries a miner"));
        Finished locked = reinstall(client, project);
        List<Integer> tarball = allVerbs(recalled.tarballPath());
        List<Integer> version = allVerbs("/npm/" + recalled.name() + "/" + recalled.version());
        boolean listed =
                scene.gateway().json("/npm/" + recalled.name()).path("versions").has(recalled.version());
        String recalls = Gateway.text(scene.gateway().get("/api/v1/recalls"));
        int lifted = scene.gateway()
                .send("DELETE", "/api/v1/recalls/" + Gateway.segment(recalled.purl()))
                .statusCode();

        // Then
        assertThat(recall.statusCode()).as(Gateway.text(recall)).isBetween(200, 204);
        assertThat(locked.succeeded()).isFalse();
        assertThat(locked.output()).contains("451", "carries a miner");
        assertThat(tarball).containsOnly(451);
        assertThat(version).containsOnly(451);
        assertThat(listed).isFalse();
        assertThat(recalls).contains("carries a miner");
        assertThat(lifted).isBetween(200, 204);
        assertThat(allVerbs(recalled.tarballPath())).containsOnly(200, 206, 304);
        reinstall(client, project).requireSuccess();
    }

    @Test
    @Order(10)
    void npmCommandsThatOnlyReadSeeTheUpstreamsFacts() {
        // Given
        NpmClient client = npm("home");
        Project project = project("project");
        Version application = catalogue.application();

        // When
        Finished view = client.npm(project, "view", application.spec(), "dist.integrity", "--json");
        Finished tags = client.npm(project, "dist-tag", "ls", application.name());
        Finished ping = client.npm(project, "ping");

        // Then
        assertThat(view.requireSuccess().output()).contains("sha512-");
        assertThat(tags.requireSuccess().output()).contains("latest: ");
        ping.requireSuccess();
    }

    @Test
    @Order(20)
    void withTheUpstreamCutOffAndWipedCachesTheInstallStillWorks() {
        // Given
        NpmClient client = npm("home");
        Project locked = project("locked", catalogue.application());
        client.install(locked).requireSuccess();
        scene.upstream().cutOff();

        // When
        Finished fromLock = reinstall(client, locked);
        client.wipeCaches();
        Project fresh = project("fresh", catalogue.application());
        Finished fromScratch = client.install(fresh);
        HttpResponse<byte[]> neverSeen = scene.gateway().get("/npm/never-seen-before");

        // Then
        fromLock.requireSuccess();
        fromScratch.requireSuccess();
        assertThat(catalogue.modules()).allMatch(locked::has).allMatch(fresh::has);
        assertThat(neverSeen.statusCode()).isEqualTo(503);
        assertThat(Gateway.text(neverSeen)).contains("UPSTREAM_UNREACHABLE");
    }

    @Test
    @Order(21)
    void theMirrorFindsItsUpstreamAgain() {
        // Given
        scene.upstream().restore();

        // Then
        Poll.until(
                "a name is asked of the upstream again",
                Duration.ofSeconds(60),
                () -> scene.gateway().get("/npm/never-seen-at-all").statusCode() == 404);
    }

    private void installTwice(PackageClient client) {
        Project project = project("project", catalogue.application());
        client.install(project).requireSuccess();
        reinstall(client, project).requireSuccess();
        assertThat(project.has(catalogue.application().name())).isTrue();
    }

    private static Finished reinstall(PackageClient client, Project project) {
        client.wipeCaches();
        project.forgetModules();
        return client.installLocked(project);
    }

    /** The statuses of every way to ask for {@code path}: plain, head, range, conditional. */
    private List<Integer> allVerbs(String path) {
        String etag =
                scene.gateway().send("HEAD", path).headers().firstValue("etag").orElse("\"none\"");
        return List.of(
                scene.gateway().get(path).statusCode(),
                scene.gateway().send("HEAD", path).statusCode(),
                scene.gateway().get(path, "Range", "bytes=0-9").statusCode(),
                scene.gateway().get(path, "If-None-Match", etag).statusCode(),
                scene.gateway().get(path, "If-None-Match", "*").statusCode());
    }

    private static String receiptPath(Version version) {
        return "/api/v1/receipts/" + Gateway.segment(version.purl());
    }

    private NpmClient npm(String home) {
        return new NpmClient(scene.clientHome(folder.resolve(home)));
    }

    private Project project(String name, Version... versions) {
        Map<String, String> dependencies = new LinkedHashMap<>();
        for (Version version : versions) {
            dependencies.put(version.name(), version.version());
        }
        return Project.create(folder.resolve(name), dependencies);
    }
}
