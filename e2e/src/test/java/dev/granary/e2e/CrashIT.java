package dev.granary.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.granary.e2e.client.NpmClient;
import dev.granary.e2e.client.Project;
import dev.granary.e2e.process.Poll;
import dev.granary.e2e.scene.Catalogue.Version;
import dev.granary.e2e.scene.HermeticScene;
import dev.granary.e2e.scene.Scenes;
import dev.granary.e2e.stack.Reputation;
import dev.granary.testing.npm.NpmFixture;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code kill -9} of every part while clients are at work.
 *
 * <p>The truth about events is the upstream's own count: each tarball is asked for once, so reputation may count neither
 * fewer verified fetches than clients got tarballs nor more than the upstream handed out.
 */
@ExtendWith(Scenes.class)
@Order(Integer.MAX_VALUE - 1)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CrashIT {
    private static final int COLD = 100;

    private final HermeticScene scene;
    private final NpmFixture npm;
    private final Reputation reputation;
    private final String source;
    private final Set<Version> acknowledged = new HashSet<>();

    private final Path folder;

    CrashIT(HermeticScene scene, @TempDir Path folder) {
        this.folder = folder;
        this.scene = scene;
        this.npm = scene.upstream().npm();
        this.reputation = new Reputation(scene.gateway());
        this.source = "upstream:npm/127.0.0.1:" + scene.upstream().http().port();
    }

    @BeforeAll
    void holdTheApplication() {
        client().install(project()).requireSuccess();
    }

    @ParameterizedTest
    @Order(1)
    @ValueSource(strings = {"reputation", "kafka", "redis", "postgres"})
    void installsOfHeldContentGoOnWhileAPartIsDeadAndEveryEventCountsOnce(String part) {
        // Given
        List<Version> cold = publish(part);
        long countedBefore = settledCount();
        scene.upstream().forgetRequests();

        // When
        Load load = Load.start(scene.gateway(), held(), cold);
        try (load) {
            Poll.until("clients are served", Duration.ofSeconds(20), () -> load.served() > 10);
            long pid = scene.stack().kill(part);
            client().installLocked(lockedProject()).requireSuccess();
            scene.stack().awaitRestart(part, pid);
            int servedByNow = load.served();
            Poll.until("clients are still served", Duration.ofSeconds(20), () -> load.served() > servedByNow + 10);
        }

        // Then
        assertThat(load.heldFailures()).isEmpty();
        assertThat(load.acknowledged()).isNotEmpty();
        acknowledged.addAll(load.acknowledged());
        awaitTruth(countedBefore, load.acknowledged().size());
    }

    @Test
    @Order(2)
    void nothingAcknowledgedIsLostWhenTheGatewayItselfDies() {
        // Given
        List<Version> cold = publish("fetch-verify");
        long countedBefore = settledCount();
        scene.upstream().forgetRequests();

        // When
        Load load = Load.start(scene.gateway(), held(), cold);
        try (load) {
            Poll.until(
                    "clients are served",
                    Duration.ofSeconds(20),
                    () -> load.acknowledged().size() > 10);
            long pid = scene.stack().kill("fetch-verify");
            scene.stack().awaitRestart("fetch-verify", pid);
            int servedByNow = load.served();
            Poll.until("clients are served again", Duration.ofSeconds(20), () -> load.served() > servedByNow + 10);
        }
        client().installLocked(lockedProject()).requireSuccess();

        // Then
        acknowledged.addAll(load.acknowledged());
        awaitTruth(countedBefore, load.acknowledged().size());
    }

    @Test
    @Order(3)
    void everythingAcknowledgedIsStillServedWithoutTheUpstream() {
        // Given
        scene.upstream().cutOff();

        // When
        List<Version> lost =
                acknowledged.stream().filter(version -> !isServedRight(version)).toList();
        scene.upstream().restore();

        // Then
        assertThat(acknowledged).hasSizeGreaterThan(50);
        assertThat(lost).isEmpty();
        assertThat(scene.stack().status().path("ready").asBoolean()).isTrue();
    }

    private boolean isServedRight(Version version) {
        HttpResponse<byte[]> response = scene.gateway().get(version.tarballPath());
        return response.statusCode() == 200
                && Arrays.equals(response.body(), npm.tarball(version.name(), version.version()));
    }

    /** Waits until reputation has counted what is still under way: ten times the same count in a row. */
    private long settledCount() {
        Deque<Long> counts = new ArrayDeque<>();
        Poll.until("reputation has counted everything", Duration.ofSeconds(60), () -> {
            counts.addLast(reputation.verified(source));
            if (counts.size() > 10) {
                counts.removeFirst();
            }
            return counts.size() == 10 && Set.copyOf(counts).size() == 1;
        });
        return counts.getLast();
    }

    private void awaitTruth(long countedBefore, int acknowledgedNow) {
        Poll.until(
                "every acknowledged fetch is counted",
                Duration.ofSeconds(60),
                () -> reputation.verified(source) - countedBefore >= acknowledgedNow);
        assertThat(settledCount() - countedBefore)
                .isBetween((long) acknowledgedNow, (long) scene.upstream().hits("*.tgz"));
    }

    private List<Version> publish(String part) {
        List<Version> versions = new ArrayList<>();
        for (int i = 0; i < COLD; i++) {
            Version version = new Version("crash-" + part + "-" + i, "1.0.0");
            npm.publish(version.name(), version.version());
            versions.add(version);
        }
        return versions;
    }

    private static List<Version> held() {
        return List.of(
                new Version("application", "1.4.0"),
                new Version("left", "1.2.0"),
                new Version("@scope/right", "2.1.7"));
    }

    private NpmClient client() {
        return new NpmClient(scene.clientHome(folder.resolve("home")));
    }

    private Project project() {
        return Project.create(folder.resolve("project"), Map.of("application", "1.4.0"));
    }

    /** The project with its lock file and nothing installed; the client's caches are wiped. */
    private Project lockedProject() {
        Project project = project();
        project.forgetModules();
        client().wipeCaches();
        return project;
    }
}
